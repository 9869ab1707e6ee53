internal import AuraConfig

/// A file that is good as one kind is told to be of that kind.
enum KindCheck {
    static func expect(_ kind: ConfigurationFile.Kind, of text: ConfigurationText) throws(BrokenPromise) {
        guard try MessageCheck.value(of: text, ConfigurationFile.kind(of:)) == kind else {
            throw BrokenPromise("a good \(kind.rawValue) is not told to be one")
        }
    }
}
