import AuraPKI

/// A client's certificate that nobody but itself has signed: made with OpenSSL, valid until 2126, for these tests only.
enum SelfSigned {
    static func alice() throws -> Identity {
        try Identity(certificatePEM: certificate, privateKeyPEM: key)
    }

    private static let key = """
        -----BEGIN PRIVATE KEY-----
        MC4CAQAwBQYDK2VwBCIEIEhKsZ55KPDJp0Tq9TokYU4NJqNUEIBNsIF9vVbaC4Ez
        -----END PRIVATE KEY-----

        """

    private static let certificate = """
        -----BEGIN CERTIFICATE-----
        MIIBWTCCAQugAwIBAgIUCkQPqC1CHYnQ28ADTlDxM/9XUuwwBQYDK2VwMBAxDjAM
        BgNVBAMMBWFsaWNlMCAXDTI2MTEyNDA3MzA1NloYDzIxMjYxMDMxMDczMDU2WjAQ
        MQ4wDAYDVQQDDAVhbGljZTAqMAUGAytlcAMhABUA1I3hItqeIV9wdfNTzn6wWi84
        cN87pkN1Qv8lQ/Jlo3UwczAdBgNVHQ4EFgQUNlecP7xL2RGwJbvjrVWaQUQVqsQw
        HwYDVR0jBBgwFoAUNlecP7xL2RGwJbvjrVWaQUQVqsQwDAYDVR0TAQH/BAIwADAO
        BgNVHQ8BAf8EBAMCB4AwEwYDVR0lBAwwCgYIKwYBBQUHAwIwBQYDK2VwA0EAJAga
        3afzKuGj0zv0p8xTICsuY0fRISRiTCtoZ9WAojF4Fx0GDQL4MepVS88u23YpiRTt
        fINcEPudOQCw+B6uCA==
        -----END CERTIFICATE-----

        """
}
