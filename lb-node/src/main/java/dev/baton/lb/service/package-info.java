/** What the service manager that started the process is told: sd_notify(3). May touch Netty's unix datagram sockets. */
@NullMarked
package dev.baton.lb.service;

import org.jspecify.annotations.NullMarked;
