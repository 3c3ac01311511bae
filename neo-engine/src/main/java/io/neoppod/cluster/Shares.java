package io.neoppod.cluster;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/// What an ideal table gives to its nodes: partitions dealt like cards, each as many times as it has copies. All shares
/// have the same size, give or take one, and consecutive partitions are in different shares.
///
/// Equal shares occur: with 4 nodes and 2 copies, there are two distinct ones, twice each.
///
/// @param options distinct shares, each ascending: longer ones first, then in lexicographic order
/// @param stock   for each option, how many nodes get it
record Shares(List<int[]> options, int[] stock) {
    private static final Comparator<int[]> ORDER =
            Comparator.<int[]>comparingInt(share -> -share.length).thenComparing(Arrays::compare);

    static Shares deal(int partitions, int copies, int nodes) {
        var hands = new int[nodes][];
        int cards = partitions * copies;
        for (int hand = 0; hand < nodes; hand++) {
            hands[hand] = new int[(cards - hand + nodes - 1) / nodes];
        }
        for (int card = 0; card < cards; card++) {
            hands[card % nodes][card / nodes] = card / copies;
        }
        var counts = new TreeMap<int[], Integer>(ORDER);
        for (var hand : hands) {
            counts.merge(hand, 1, Integer::sum);
        }
        return new Shares(
                new ArrayList<>(counts.keySet()),
                counts.values().stream().mapToInt(count -> count).toArray());
    }

    int size() {
        return options.size();
    }

    /// An option as a set of partitions.
    BitSet set(int option) {
        var set = new BitSet();
        for (int partition : options.get(option)) {
            set.set(partition);
        }
        return set;
    }
}
