package io.neoppod.pickle;

import static org.assertj.core.api.Assertions.assertThat;

import io.neoppod.pickle.BTreeNode.Branch;
import io.neoppod.pickle.BTreeNode.Leaf;
import io.neoppod.protocol.Ids;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Trees of the corpus: object 5 maps 200 keys, 6 is a set of 200, 9 and 10 have integer keys.
class BTreeNodeTest {
    private static BTreeNode node(long oid) throws PickleException {
        return BTreeNode.of(ZodbRecord.decode(Corpus.sample("zodb-" + oid).record()));
    }

    private static List<String> keys(long root) throws PickleException {
        var keys = new ArrayList<String>();
        var leaf = (Leaf) node(((Branch) node(root)).first().oid());
        while (leaf != null) {
            leaf.entries().forEach(entry -> keys.add(Rendering.text(entry.key(), 100)));
            leaf = leaf.next() == null ? null : (Leaf) node(leaf.next().oid());
        }
        return keys;
    }

    @Test
    void leavesFollowEachOther() throws Exception {
        assertThat(keys(5))
                .isEqualTo(
                        IntStream.range(0, 200).mapToObj("'key%03d'"::formatted).toList());
        assertThat(keys(6))
                .isEqualTo(
                        IntStream.range(0, 200).mapToObj("'m%03d'"::formatted).toList());
        assertThat(keys(9))
                .isEqualTo(IntStream.range(0, 200).mapToObj(Integer::toString).toList());
        assertThat(keys(10)).hasSize(500);
    }

    @Test
    void aBranchHasOneMoreChildThanKeys() throws Exception {
        var branch = (Branch) node(5);

        assertThat(branch.children()).hasSize(branch.keys().size() + 1);
        assertThat(branch.children().getFirst()).isEqualTo(branch.first());
        assertThat(Ids.hex(branch.first().oid())).isEqualTo("0000000000000027");
    }

    @Test
    void aSmallTreeIsItsOwnLeaf() throws Exception {
        assertThat(node(3)).isInstanceOfSatisfying(Leaf.class, leaf -> {
            assertThat(leaf.entries()).hasSize(1);
            assertThat(leaf.hasValues()).isTrue();
            assertThat(leaf.next()).isNull();
        });
        assertThat(node(4)).isEqualTo(new Leaf(true, List.of(), null));
    }

    @Test
    void otherObjectsAreNone() throws Exception {
        assertThat(node(0)).isNull();
        assertThat(node(11)).as("a length").isNull();
        var type = new Value.Global("BTrees.OOBTree", "OOBucket");
        assertThat(BTreeNode.of(new ZodbRecord(type, new Value.Int(1)))).isNull();
    }
}
