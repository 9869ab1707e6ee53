internal import AuraFuzz
internal import Foundation
internal import LibFuzzer

/// Tries inputs on the target that the environment names, under libFuzzer, whose options the arguments are.
///
/// The target is not an argument because libFuzzer starts itself again with the arguments that it knows.
@main
enum FuzzProgram {
    /// Where the target's name is.
    static let variable = "AURA_FUZZ_TARGET"

    private static let target: FuzzTarget = {
        let name = ProcessInfo.processInfo.environment[variable] ?? ""
        if let target = FuzzTarget(rawValue: name) { return target }
        let known = FuzzTarget.allCases.map(\.rawValue).joined(separator: ", ")
        FileHandle.standardError.write(Data("\(variable) is \"\(name)\"; expected one of \(known)\n".utf8))
        exit(2)
    }()

    static func main() {
        _ = target
        var count = CommandLine.argc
        var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv
        exit(LLVMFuzzerRunDriver(&count, &arguments) { FuzzProgram.attempt($0, $1) })
    }

    /// A broken promise ends the process, as a trap does: that is how libFuzzer learns of it.
    private static func attempt(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
        // Sound: libFuzzer owns `size` bytes at `data` for the length of this call, and they are copied.
        let bytes = Array(UnsafeBufferPointer(start: data, count: size))
        do throws(BrokenPromise) {
            _ = try target.run(bytes)
        } catch {
            fatalError(error.description)
        }
        return 0
    }
}
