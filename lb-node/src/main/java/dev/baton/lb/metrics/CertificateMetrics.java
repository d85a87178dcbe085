package dev.baton.lb.metrics;

import dev.baton.lb.tls.CertificateStatus;
import dev.baton.lb.tls.Identity;
import java.util.List;

/** What frontends that end TLS serve. */
final class CertificateMetrics {

    private CertificateMetrics() {}

    static void write(List<CertificateStatus> all, Exposition to) {
        to.gauge("baton_certificate_not_after_seconds", "Until when clients accept the certificate, since 1970.");
        for (CertificateStatus status : all) {
            for (Identity identity : status.certificates().identities()) {
                to.value(
                        Labels.of(
                                "frontend",
                                status.frontend(),
                                "name",
                                identity.title(),
                                "file",
                                identity.file().toString()),
                        identity.notAfter().getEpochSecond());
            }
        }
        to.gauge("baton_certificate_renewal_failed", "1 while what lies in the files now cannot be served.");
        all.forEach(status -> to.value(
                Labels.of("frontend", status.frontend()), status.problem().isEmpty() ? 0 : 1));
    }
}
