package dev.baton.ha;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Holds the module to its own order: the core is pure, and one package alone knows the group communication. */
class ArchitectureTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.baton.ha");

    @Test
    void theElectionKnowsTheJdkOnly() {
        classes()
                .that()
                .resideInAPackage("dev.baton.ha.vrrp..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "org.jspecify.annotations..", "dev.baton.ha.vrrp..")
                .check(CLASSES);
    }

    @Test
    void theElectionHasNoThreadNoSocketAndNoClock() {
        noClasses()
                .that()
                .resideInAPackage("dev.baton.ha.vrrp..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.net..", "java.io..", "java.nio..", "java.util.concurrent..")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .check(CLASSES);
    }

    @Test
    void onlyTheAdapterKnowsJgroups() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.baton.ha.jgroups..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.jgroups..")
                .check(CLASSES);
    }

    @Test
    void statusIsValuesOnly() {
        classes()
                .that()
                .resideInAPackage("dev.baton.ha.status..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..", "org.jspecify.annotations..", "dev.baton.ha.status..", "dev.baton.ha.vrrp..")
                .check(CLASSES);
    }
}
