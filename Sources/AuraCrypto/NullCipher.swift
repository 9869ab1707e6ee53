#if AURA_INSECURE_NULL_CIPHER
    /// No cipher at all, for the benchmark that asks what everything else costs. Not there unless the package is built with
    /// AURA_INSECURE_NULL_CIPHER in the environment, and then the program has another name (Package.swift).
    ///
    /// Sound because both spans are checked to be long enough before their bytes are copied.
    enum NullCipher {
        static func seal(_ plaintext: Span<UInt8>, into output: inout MutableSpan<UInt8>, at offset: Int) -> Int? {
            let length = plaintext.count + PacketKey.tagLength
            guard offset >= 0, output.count - offset >= length else { return nil }
            output.withUnsafeMutableBytes { output in
                plaintext.withUnsafeBytes { plaintext in
                    UnsafeMutableRawBufferPointer(rebasing: output[offset...]).copyMemory(from: plaintext)
                }
            }
            return length
        }

        static func open(_ message: borrowing MutableSpan<UInt8>, at offset: Int) -> Int? {
            let length = message.count - offset - PacketKey.tagLength
            return offset >= 0 && length >= 0 ? length : nil
        }
    }
#endif
