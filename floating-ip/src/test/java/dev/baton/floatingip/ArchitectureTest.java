package dev.baton.floatingip;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final String[] PURE = {
        "dev.baton.floatingip",
        "dev.baton.floatingip.netlink",
        "dev.baton.floatingip.arp",
        "dev.baton.floatingip.ndp",
        "dev.baton.floatingip.exec"
    };

    private final JavaClasses production = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.baton.floatingip");

    @Test
    void onlyTheLinuxPackageKnowsJna() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.baton.floatingip.linux")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.sun.jna..")
                .check(production);
    }

    @Test
    void portsAndCodecsDependOnTheJdkAndOneAnotherOnly() {
        String[] allowed = {"java..", "org.jspecify..", PURE[0], PURE[1], PURE[2], PURE[3], PURE[4]};
        classes()
                .that()
                .resideInAnyPackage(PURE)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(allowed)
                .check(production);
    }
}
