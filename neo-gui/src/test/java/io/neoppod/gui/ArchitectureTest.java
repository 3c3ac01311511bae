package io.neoppod.gui;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/// Data flow one way: façade, view model, view.
class ArchitectureTest {
    private static final JavaClasses APP = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.neoppod.gui");

    @Test
    void theFacadeKnowsNoJavaFxAndNothingOfTheApp() {
        noClasses()
                .that()
                .resideInAPackage("..gui.facade..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("javafx..", "atlantafx..", "io.neoppod.gui", "..gui.model..", "..gui.view..")
                .check(APP);
    }

    @Test
    void viewModelsKnowPropertiesAndNothingOfScenes() {
        noClasses()
                .that()
                .resideInAPackage("..gui.model..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "javafx.scene..",
                        "javafx.stage..",
                        "javafx.application..",
                        "javafx.css..",
                        "atlantafx..",
                        "org.kordamp..",
                        "..gui.view..")
                .check(APP);
    }

    @Test
    void viewsDoNotTalkToClusters() {
        noClasses()
                .that()
                .resideInAPackage("..gui.view..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.neoppod.client..", "io.neoppod.ctl..", "io.neoppod.embedded..", "io.neoppod.runtime..")
                .check(APP);
    }

    @Test
    void nothingWaitsOnTheThreadOfTheUserInterface() {
        noClasses()
                .that()
                .resideInAnyPackage("..gui.model..", "..gui.view..")
                .should()
                .callMethod(CompletableFuture.class, "join")
                .orShould()
                .callMethod(CompletableFuture.class, "get")
                .orShould()
                .callMethod(Thread.class, "sleep", long.class)
                .check(APP);
    }

    /// Listeners belong to the wrapper of a list. One that is made anew at each call is gone at the next garbage
    /// collection, and its listeners with it.
    @Test
    void listsAreWrappedOnce() {
        methods()
                .that()
                .areDeclaredInClassesThat()
                .resideInAPackage("..gui.model..")
                .should(new ArchCondition<JavaMethod>("not wrap lists") {
                    @Override
                    public void check(JavaMethod method, ConditionEvents events) {
                        method.getMethodCallsFromSelf().stream()
                                .filter(call -> call.getTarget().getName().equals("unmodifiableObservableList"))
                                .forEach(call ->
                                        events.add(SimpleConditionEvent.violated(method, call.getDescription())));
                    }
                })
                .check(APP);
    }
}
