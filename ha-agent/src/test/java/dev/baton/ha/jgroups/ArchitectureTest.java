package dev.baton.ha.jgroups;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private final JavaClasses classes = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.baton.ha");

    @Test
    void onlyTheAdapterKnowsJGroups() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.baton.ha.jgroups")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.jgroups..")
                .check(classes);
    }

    @Test
    void thePortsKnowNoAdapter() {
        noClasses()
                .that()
                .resideInAPackage("dev.baton.ha.cluster")
                .should()
                .dependOnClassesThat()
                .resideOutsideOfPackages(
                        "java..", "javax.crypto..", "org.jspecify..", "dev.baton.ha.cluster", "dev.baton.ha.vrrp")
                .check(classes);
    }
}
