package dev.baton.lb.tls;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import org.jspecify.annotations.Nullable;

/** The names that a certificate is for. */
public final class CertificateNames {

    /** GeneralName's dNSName and iPAddress (RFC 5280, section 4.2.1.6). */
    private static final int DNS = 2;

    private static final int IP = 7;

    private CertificateNames() {}

    /** In lower case. Those of subjectAltName; where it has none, the common name, which browsers no longer look at. */
    public static List<String> of(X509Certificate certificate) {
        List<String> names = new ArrayList<>();
        for (List<?> name : alternatives(certificate)) {
            if (name.get(0).equals(DNS) || name.get(0).equals(IP)) {
                names.add(String.valueOf(name.get(1)).toLowerCase(Locale.ROOT));
            }
        }
        String common = commonName(certificate);
        if (names.isEmpty() && !common.isEmpty()) {
            names.add(common.toLowerCase(Locale.ROOT));
        }
        return names;
    }

    /** The first common name of the subject, as RFC 4514 writes subjects; empty when it has none. */
    public static String commonName(X509Certificate certificate) {
        try {
            // Not by searching the text: an organisation may be called "x,CN=somebody else".
            List<Rdn> parts = new LdapName(certificate.getSubjectX500Principal().getName()).getRdns();
            for (Rdn part : parts.reversed()) {
                Attribute common = part.toAttributes().get("CN");
                if (common != null && common.get() instanceof String name) {
                    return name.strip();
                }
            }
            return "";
        } catch (NamingException _) {
            return "";
        }
    }

    private static Collection<List<?>> alternatives(X509Certificate certificate) {
        try {
            @Nullable Collection<List<?>> found = certificate.getSubjectAlternativeNames();
            return found == null ? List.of() : found;
        } catch (CertificateParsingException _) {
            return List.of();
        }
    }
}
