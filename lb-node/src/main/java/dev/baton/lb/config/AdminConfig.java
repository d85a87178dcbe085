package dev.baton.lb.config;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Who may ask for what of the nodes, and where. Root and the user of a node may ask for everything on its socket.
 *
 * @param readGroup whose members may read on the socket: a name, or a number
 * @param writeGroup whose members may change as well, likewise
 * @param http where anybody may look, if anywhere
 * @param https where those may ask who prove who they are, if anywhere
 */
public record AdminConfig(
        Optional<String> readGroup,
        Optional<String> writeGroup,
        Optional<InetSocketAddress> http,
        Optional<Https> https) {

    /**
     * A listener that asks for a certificate, or a token, or either.
     *
     * @param bind where
     * @param tls how, with whose certificates are believed
     * @param writeNames the common names of the certificates that may change; all others may read
     * @param readToken the file of the token that may read
     * @param writeToken the file of the token that may change
     */
    public record Https(
            InetSocketAddress bind,
            TlsConfig tls,
            List<String> writeNames,
            Optional<Path> readToken,
            Optional<Path> writeToken) {

        public Https {
            writeNames = List.copyOf(writeNames);
        }

        /** All but what lies in the files of its own certificates, which a running node follows. */
        List<Object> fixed() {
            return List.of(bind, tls.files(), tls.clientAuth(), writeNames, readToken, writeToken);
        }
    }

    /** What cannot change while a node runs. */
    List<Object> fixed() {
        return List.of(readGroup, writeGroup, http, https.map(Https::fixed));
    }
}
