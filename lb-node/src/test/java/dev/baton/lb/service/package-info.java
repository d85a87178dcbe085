/** Tests of the service manager's port. */
package dev.baton.lb.service;
