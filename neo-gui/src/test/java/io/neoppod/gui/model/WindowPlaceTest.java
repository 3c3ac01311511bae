package io.neoppod.gui.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import javafx.geometry.Rectangle2D;
import org.junit.jupiter.api.Test;

class WindowPlaceTest {
    private static final Rectangle2D MAIN = new Rectangle2D(0, 0, 1_920, 1_040);
    private static final Rectangle2D RIGHT = new Rectangle2D(1_920, 0, 1_280, 1_024);

    private static Rectangle2D on(Rectangle2D window, Rectangle2D... screens) {
        return new WindowPlace(window, false).on(List.of(screens)).bounds();
    }

    @Test
    void aWindowThatIsSeenStaysWhereItIs() {
        var window = new Rectangle2D(2_000, 100, 1_100, 750);
        assertThat(on(window, MAIN, RIGHT)).isEqualTo(window);
    }

    @Test
    void aWindowOfAScreenThatIsGoneComesToTheMainOne() {
        assertThat(on(new Rectangle2D(2_000, 100, 1_100, 750), MAIN)).isEqualTo(new Rectangle2D(820, 100, 1_100, 750));
        assertThat(on(new Rectangle2D(-5_000, -5_000, 1_100, 750), RIGHT, MAIN))
                .isEqualTo(new Rectangle2D(1_920, 0, 1_100, 750));
    }

    @Test
    void aWindowThatIsPartlyOutsideIsMovedIntoTheScreenThatHasMostOfIt() {
        assertThat(on(new Rectangle2D(1_800, 900, 1_100, 750), MAIN, RIGHT))
                .isEqualTo(new Rectangle2D(1_920, 274, 1_100, 750));
    }

    @Test
    void aWindowIsNotLargerThanItsScreen() {
        assertThat(on(new Rectangle2D(100, 100, 4_000, 3_000), MAIN)).isEqualTo(MAIN);
    }
}
