package io.neoppod.gui.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.neoppod.gui.model.Navigation.Place;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class NavigationTest {
    private final Navigation navigation = new Navigation();

    private Place place() {
        return navigation.placeProperty().get();
    }

    @Test
    void placesAreVisitedAgainBackAndForward() {
        navigation.open(AppAction.NODES, "S2");
        navigation.open(AppAction.STATE);
        navigation.back();
        assertThat(place()).isEqualTo(new Place(AppAction.NODES, "S2"));
        navigation.back();
        navigation.back();
        assertThat(place()).isEqualTo(new Place(AppAction.OVERVIEW, ""));
        navigation.forward();
        navigation.open(AppAction.PARTITIONS);
        navigation.forward();
        assertThat(place()).isEqualTo(new Place(AppAction.PARTITIONS, ""));
    }

    @Test
    void aScreenIsToldWhatItIsOpenedAt() {
        var subjects = new ArrayList<String>();
        navigation.onSubject(AppAction.NODES, subjects::add);

        navigation.open(AppAction.NODES);
        navigation.open(AppAction.NODES, "S2");
        navigation.open(AppAction.PARTITIONS, "5");

        assertThat(subjects).containsExactly("S2");
    }

    @Test
    void eachScreenHasAPlaceAndTheFirstNineAKey() {
        var screens = AppAction.screens();
        assertThat(screens).isSortedAccordingTo((a, b) -> a.group().compareTo(b.group()));
        assertThat(screens.getFirst().key()).isEqualTo("Shortcut+1");
    }
}
