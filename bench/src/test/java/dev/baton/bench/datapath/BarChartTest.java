package dev.baton.bench.datapath;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class BarChartTest {

    @Test
    void barsAreAsLongAsTheirValues() throws Exception {
        BarChart chart = new BarChart("CPU");
        chart.add("TCP", Product.HAPROXY, 5, 2);
        chart.add("TCP", Product.BATON, 10, 2);

        Document svg = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(chart.svg())));

        NodeList rectangles = svg.getElementsByTagName("rect");
        assertThat(rectangles.getLength()).as("the page and two bars").isEqualTo(3);
        assertThat(width(rectangles, 2)).isEqualTo(2 * width(rectangles, 1));
        assertThat(svg.getDocumentElement().getTextContent()).contains("Baton 10.00");
    }

    private static int width(NodeList rectangles, int position) {
        return Integer.parseInt(((Element) rectangles.item(position)).getAttribute("width"));
    }
}
