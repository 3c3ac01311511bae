import java.awt.Color;
import java.awt.RenderingHints;
import java.awt.geom.RoundRectangle2D;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * Draws an icon in several sizes: `java RenderIcons.java ICON.svg FOLDER SIDE…` writes `FOLDER/ICON-SIDE.png`.
 *
 * <p>Knows what our icons consist of: groups with a colour, and rectangles with round corners. Anything else is an
 * error, so that no part of an icon is left out silently.
 */
public final class RenderIcons {
    private RenderIcons() {}

    public static void main(String[] args) throws Exception {
        var file = Path.of(args[0]);
        var icon = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(file.toFile())
                .getDocumentElement();
        var name = file.getFileName().toString().replaceFirst("\\.svg$", "");
        var folder = Files.createDirectories(Path.of(args[1]));
        for (int i = 2; i < args.length; i++) {
            write(icon, Integer.parseInt(args[i]), folder.resolve(name + "-" + args[i] + ".png").toFile());
        }
    }

    private static void write(Element icon, int side, File target) throws IOException {
        var image = new BufferedImage(side, side, BufferedImage.TYPE_INT_ARGB);
        var out = image.createGraphics();
        out.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        out.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        double scale = side / Double.parseDouble(icon.getAttribute("viewBox").split(" ")[2]);
        out.scale(scale, scale);
        paintChildren(icon, null, out);
        ImageIO.write(image, "png", target);
    }

    private static void paintChildren(Element parent, String inherited, java.awt.Graphics2D out) {
        for (Node child = parent.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element) {
                paint((Element) child, inherited, out);
            }
        }
    }

    private static void paint(Element shape, String inherited, java.awt.Graphics2D out) {
        var fill = shape.hasAttribute("fill") ? shape.getAttribute("fill") : inherited;
        switch (shape.getTagName()) {
            case "title" -> {}
            case "g" -> paintChildren(shape, fill, out);
            case "rect" -> {
                double corner = 2 * number(shape, "rx");
                out.setColor(Color.decode(fill));
                out.fill(new RoundRectangle2D.Double(
                        number(shape, "x"),
                        number(shape, "y"),
                        number(shape, "width"),
                        number(shape, "height"),
                        corner,
                        corner));
            }
            default -> throw new IllegalArgumentException("cannot draw <" + shape.getTagName() + ">");
        }
    }

    private static double number(Element shape, String attribute) {
        return shape.hasAttribute(attribute) ? Double.parseDouble(shape.getAttribute(attribute)) : 0;
    }
}
