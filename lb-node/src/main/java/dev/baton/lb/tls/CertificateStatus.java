package dev.baton.lb.tls;

/**
 * How a frontend's certificates are at the moment.
 *
 * @param frontend its name
 * @param certificates what it serves
 * @param problem why what lies in the files now is not served; empty when it is
 */
public record CertificateStatus(String frontend, Certificates certificates, String problem) {}
