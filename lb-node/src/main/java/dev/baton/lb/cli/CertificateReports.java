package dev.baton.lb.cli;

import dev.baton.lb.admin.StatusReport;
import dev.baton.lb.tls.CertificateStatus;
import dev.baton.lb.tls.Identity;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** What operators read of certificates. */
final class CertificateReports {

    private CertificateReports() {}

    static List<StatusReport.Certificate> of(List<CertificateStatus> all, Instant now) {
        return all.stream()
                .flatMap(each -> each.certificates().identities().stream()
                        .map(identity -> new StatusReport.Certificate(
                                each.frontend(),
                                identity.file().toString(),
                                identity.names(),
                                identity.notAfter().toString(),
                                identity.daysLeft(now),
                                identity.isEcdsa() ? "ECDSA" : "RSA")))
                .toList();
    }

    /** What there is to look at, one sentence each. */
    static List<String> problems(List<CertificateStatus> all, Instant now) {
        return all.stream().flatMap(each -> problems(each, now)).toList();
    }

    private static Stream<String> problems(CertificateStatus status, Instant now) {
        Stream<String> refused = Stream.of(status.problem()).filter(problem -> !problem.isEmpty());
        Stream<String> dates = status.certificates().identities().stream()
                .map(identity -> dates(identity, now))
                .filter(problem -> !problem.isEmpty());
        return Stream.concat(refused, dates).map(problem -> "frontend " + status.frontend() + ": " + problem);
    }

    private static String dates(Identity identity, Instant now) {
        String complaint = identity.complaint(now);
        if (complaint.isEmpty() && identity.isExpiring(now)) {
            return identity.file() + ": the certificate of " + identity.title() + " expires in "
                    + identity.daysLeft(now) + " days; renew it";
        }
        return complaint;
    }
}
