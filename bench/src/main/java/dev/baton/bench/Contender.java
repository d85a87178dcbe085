package dev.baton.bench;

import dev.baton.lab.Fault;
import dev.baton.lab.HaPair;
import dev.baton.lab.Host;
import dev.baton.lab.KeepalivedPair;
import dev.baton.lab.Pair;
import dev.baton.lab.Stage;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/** What is compared. */
enum Contender {
    BATON("baton", "Baton", Duration.ZERO),
    KEEPALIVED_1S("keepalived-1s", "keepalived 1 s", Duration.ofSeconds(1)),
    KEEPALIVED_100MS("keepalived-100ms", "keepalived 100 ms", Duration.ofMillis(100)),
    KEEPALIVED_10MS("keepalived-10ms", "keepalived 10 ms", Duration.ofMillis(10));

    private final String option;
    private final String title;
    private final Duration advert;

    Contender(String option, String title, Duration advert) {
        this.option = option;
        this.title = title;
        this.advert = advert;
    }

    /** As the command line and the file of results name it. */
    String option() {
        return option;
    }

    String title() {
        return title;
    }

    static Optional<Contender> of(String option) {
        return Arrays.stream(values())
                .filter(each -> each.option.equals(option))
                .findFirst();
    }

    boolean isKeepalived() {
        return this != BATON;
    }

    boolean knows(Fault fault) {
        return this == BATON || fault != Fault.SWITCHOVER;
    }

    /** @param secondNetwork whether the nodes talk on a network of their own instead of on the service LAN */
    HaPair raise(boolean secondNetwork) {
        if (isKeepalived()) {
            return KeepalivedPair.raise(advert, secondNetwork ? Stage.SECOND_NETWORK : Host.INTERFACE);
        }
        return Pair.raise(secondNetwork ? Pair.CONFIG_OWN_INTERCONNECT : Pair.CONFIG, 2, Map.of());
    }
}
