import Knowledge
import Testing

/// Makers of devices, and what their panels show.
@Suite struct DeviceKnowledgeTests {
    let base: KnowledgeBase

    init() throws { base = try KnowledgeBase.checkedBuiltIn() }

    @Test(arguments: [
        (0x0026_731a_2b3c as UInt64, "ricoh"), (0x0000_8511_2233, "canon"), (0x0017_c811_2233, "kyocera"),
        (0x3005_5c11_2233, "brother"), (0x0020_6b00_0001, "konica-minolta"),
    ])
    func aHardwareAddressNamesItsMaker(_ address: UInt64, _ maker: String) {
        #expect(base.maker(ofHardware: address)?.id == maker)
    }

    @Test func aRoutersAddressIsNobodysDevice() { #expect(base.maker(ofHardware: 0x0009_0faa_0001) == nil) }

    @Test(arguments: [
        ("RNP1A2B3C", "ricoh"), ("rnp1a2b3c.office.example", "ricoh"), ("BRN30055C112233", "brother"),
        ("NPI1A2B3C", "hp"), ("KMBT1A2B3C", "konica-minolta"), ("MFP12345678", "toshiba"), ("EPSON1A2B3C", "epson"),
        ("XRX9C934E112233", "xerox"), ("DiskStation", "synology"),
    ])
    func aFactoryNameNamesItsMaker(_ host: String, _ maker: String) {
        #expect(base.maker(ofHost: host)?.id == maker)
    }

    @Test(arguments: ["copier", "RNP", "RNPZZZZZZ", "RNP1A2B3C4D", "brnch-office", "sc-mail", "mfp1", "hp-printer", ""])
    func otherNamesNameNobody(_ host: String) { #expect(base.maker(ofHost: host) == nil) }

    @Test(arguments: [
        ("Canon MFP", "canon"), ("KONICA MINOLTA bizhub C360i", "konica-minolta"), ("RICOH COMPANY,LTD.", "ricoh"),
        ("Hewlett Packard", "hp"), ("Fuji Xerox ApeosPort", "xerox"), ("KYOCERA/TASKalfa 2554ci", "kyocera"),
    ])
    func aTextNamesAMaker(_ text: String, _ maker: String) { #expect(base.maker(namedIn: text)?.id == maker) }

    @Test(arguments: ["Microsoft Outlook 16.0", "sharpness", "Postfix", "hpa"])
    func partsOfWordsNameNobody(_ text: String) { #expect(base.maker(namedIn: text) == nil) }

    @Test func aRegistryIsReadWhenItIsAsked() {
        let list = """
            OUI/MA-L                                                    Organization
            00-09-0F   (hex)\t\tFortinet, Inc.\r
            00090F     (base 16)\t\tFortinet, Inc.
            \t\t\t\t899 KIFER ROAD
            00-26-73   (hex)\t\tRICOH COMPANY,LTD.
            """
        var base = base
        base.hardwareRegistry = HardwareRegistry { Array(list.utf8) }
        #expect(base.registeredOwner(ofHardware: 0x0009_0faa_0001) == "Fortinet, Inc.")
        #expect(base.registeredOwner(ofHardware: 0x0026_7300_0001) == "RICOH COMPANY,LTD.")
        #expect(base.registeredOwner(ofHardware: 0x0026_7400_0001) == nil)
        #expect(base.registeredOwner(ofHardware: 0x0209_0faa_0001) == nil, "made up locally")
    }

    @Test(arguments: ["", "\n\n", "00-", "00-09-0F", "00-09-0F   (hex)"])
    func aDamagedRegistryNamesNobody(_ list: String) {
        #expect(HardwareRegistry { Array(list.utf8) }.owner(0x00_090f) == nil)
    }

    @Test func everyPanelCodeSaysSomething() {
        #expect(base.panelCodes.count >= 70)
        let makers = Set(base.panelCodes.map(\.maker))
        #expect(
            makers.isSuperset(of: [
                "canon", "ricoh", "konica-minolta", "kyocera", "xerox", "hp", "brother", "epson", "sharp", "lexmark",
                "toshiba", "schneider",
            ]))
        for code in base.panelCodes { #expect(code.meaning.hasSuffix("."), "\(code.codes)") }
    }

    @Test func aCodeIsGivenOncePerMaker() {
        var seen: Set<String> = []
        for entry in base.panelCodes {
            for code in entry.codes {
                #expect(seen.insert(entry.maker + PanelCode.folded(code)).inserted, "\(entry.maker) \(code)")
            }
        }
    }

    @Test func ruleFilesAddDevices() throws {
        var base = base
        try base.add(
            """
            makers:
              - {id: acme, name: Acme, names: [acme], hardware: 02:aa:bb, hosts: ["ACM<4 hex>"], sourced: no}
            panel_codes:
              - {maker: acme, codes: [E1], meaning: Nothing works., sourced: no}
            """, file: "mine.yaml")
        #expect(base.maker(ofHost: "ACM12ab")?.name == "Acme")
        #expect(base.panelCodes.last?.codes == ["E1"])
        #expect(base.maker("canon") != nil)
    }

    @Test(arguments: [
        ("makers: [{id: a, name: A, names: [a], hardware: 0026, sourced: no}]", "no address block"),
        ("makers: [{id: a, name: A, names: [a], hosts: [plain], sourced: no}]", "a host name like"),
        ("makers: [{id: a, name: A, names: [a]}]", "neither 'sources'"),
        ("panel_codes: [{maker: nobody, codes: [E1], meaning: m, sourced: no}]", "unknown maker"),
        ("panel_codes: [{maker: canon, meaning: m, sourced: no}]", "neither 'codes'"),
        ("panel_codes: [{maker: canon, codes: [E1], causes: [x], meaning: m, sourced: no}]", "unknown cause"),
        ("observations: [{id: a, sourced: no}]", "'meaning' is missing"),
    ])
    func wrongEntriesAreRefused(_ text: String, _ reason: String) {
        var base = base
        let error = #expect(throws: RuleFileError.self) { try base.add(text, file: "mine.yaml") }
        #expect(error?.reason.contains(reason) == true, "\(String(describing: error))")
        #expect(error?.line == 1)
    }
}
