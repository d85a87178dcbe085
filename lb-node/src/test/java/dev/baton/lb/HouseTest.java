package dev.baton.lb;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules of the house that ARCHITECTURE.md draws. */
class HouseTest {

    private static final JavaClasses HOUSE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.baton");

    static Stream<Named<ArchRule>> rules() {
        return Stream.of(
                rule(noClasses()
                        .that()
                        .resideInAPackage("dev.baton.floatingip..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage("dev.baton.ha..", "dev.baton.lb..")
                        .as("floating-ip points at no other module")),
                rule(noClasses()
                        .that()
                        .resideInAPackage("dev.baton.ha..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage("dev.baton.lb..")
                        .as("ha-agent does not point back at lb-node")),
                rule(noClasses()
                        .that()
                        .resideOutsideOfPackage("dev.baton.floatingip.linux..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage("com.sun.jna..")
                        .as("only floatingip.linux knows JNA")),
                rule(noClasses()
                        .that()
                        .resideOutsideOfPackage("dev.baton.ha.jgroups..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage("org.jgroups..")
                        .as("only ha.jgroups knows JGroups")),
                rule(classes()
                        .that()
                        .resideInAPackage("dev.baton.ha.vrrp..")
                        .should()
                        .onlyDependOnClassesThat()
                        .resideInAnyPackage("java..", "dev.baton.ha.vrrp..", "org.jspecify..")
                        .as("the election needs the JDK alone")),
                rule(classes()
                        .that()
                        .resideInAnyPackage("dev.baton.lb.balance..")
                        .should()
                        .onlyDependOnClassesThat()
                        .resideInAnyPackage("java..", "dev.baton.lb.balance..", "dev.baton.lb.pool..", "org.jspecify..")
                        .as("choosing a server is pure")),
                rule(noClasses()
                        .that()
                        .resideOutsideOfPackage("dev.baton.lb.cli..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage("dev.baton.lb.cli..")
                        .as("nothing depends on the composition root")),
                rule(noClasses()
                        .that()
                        .resideOutsideOfPackages("dev.baton.lb.cli..", "dev.baton.lab..")
                        .should()
                        .accessField(System.class, "out")
                        .orShould()
                        .accessField(System.class, "err")
                        .as("only the CLI writes to the terminal")),
                rule(slices().matching("dev.baton.(*).(*)..")
                        .should()
                        .beFreeOfCycles()
                        .as("packages have no cycles")));
    }

    private static Named<ArchRule> rule(ArchRule rule) {
        return Named.of(rule.getDescription(), rule);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void theHouseHolds(ArchRule rule) {
        rule.check(HOUSE);
    }
}
