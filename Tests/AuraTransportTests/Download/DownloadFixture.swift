/// An authority for tests, and certificates of it for one key: for `files.test`, `elsewhere.test` and 127.0.0.1, valid and
/// one whose time is over, and for `*.files.test`. They protect nothing.
enum DownloadFixture {
    static let authority = """
        -----BEGIN CERTIFICATE-----
        MIIBZzCCAQygAwIBAgICEAAwCgYIKoZIzj0EAwIwGTEXMBUGA1UEAwwOVGVzdCBh
        dXRob3JpdHkwIBcNMjAwMTAxMDAwMDAwWhgPMjEyNjAxMDEwMDAwMDBaMBkxFzAV
        BgNVBAMMDlRlc3QgYXV0aG9yaXR5MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE
        KrtffTGdt5VxUVAezOUd3q7FNm+aSQrcvfQrTyW0JH2ISrnNcCaTwpHFi+XHzTUf
        FOW4myS2bJ4D4MCOJ4kyUKNCMEAwDwYDVR0TAQH/BAUwAwEB/zAOBgNVHQ8BAf8E
        BAMCAgQwHQYDVR0OBBYEFE7cWgt1KgopM7nWTtnixTH1fXMfMAoGCCqGSM49BAMC
        A0kAMEYCIQDpBt3xXGHpR1trtDOn/EcMOLPJRqNhIK3osMfkofodogIhALZzH2u2
        o0wvxgZu7lBYtEUnL2lTVWD7ga7NjPy8Ca0t
        -----END CERTIFICATE-----

        """
    static let certificate = """
        -----BEGIN CERTIFICATE-----
        MIIBtDCCAVqgAwIBAgICEAEwCgYIKoZIzj0EAwIwGTEXMBUGA1UEAwwOVGVzdCBh
        dXRob3JpdHkwIBcNMjAwMTAxMDAwMDAwWhgPMjEyNjAxMDEwMDAwMDBaMBUxEzAR
        BgNVBAMMCmZpbGVzLnRlc3QwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAS6Vk5j
        45xVwtful/5QG4JBXfX5WgY5yvHWXxVK6RsRNv25M2GEBNfvKKkpDgUTcf/wjqco
        7DQgx3w9tmvysnuJo4GTMIGQMCsGA1UdEQQkMCKCCmZpbGVzLnRlc3SCDmVsc2V3
        aGVyZS50ZXN0hwR/AAABMAwGA1UdEwEB/wQCMAAwEwYDVR0lBAwwCgYIKwYBBQUH
        AwEwHwYDVR0jBBgwFoAUTtxaC3UqCikzudZO2eLFMfV9cx8wHQYDVR0OBBYEFNpm
        9mxemGlXETpVdWGlG81ySJeTMAoGCCqGSM49BAMCA0gAMEUCICB9P3OkXhRi1N1r
        jHmUvMBxB/VN/0dIrpPtECfHPiBqAiEAsamFFfuCX8RcDTlBVk2PgMgT4A/Pb0V1
        AEY3TPEvUgM=
        -----END CERTIFICATE-----

        """
    static let expired = """
        -----BEGIN CERTIFICATE-----
        MIIBsjCCAVigAwIBAgICEAIwCgYIKoZIzj0EAwIwGTEXMBUGA1UEAwwOVGVzdCBh
        dXRob3JpdHkwHhcNMjAwMTAxMDAwMDAwWhcNMjAwMjAxMDAwMDAwWjAVMRMwEQYD
        VQQDDApmaWxlcy50ZXN0MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEulZOY+Oc
        VcLX7pf+UBuCQV31+VoGOcrx1l8VSukbETb9uTNhhATX7yipKQ4FE3H/8I6nKOw0
        IMd8PbZr8rJ7iaOBkzCBkDArBgNVHREEJDAiggpmaWxlcy50ZXN0gg5lbHNld2hl
        cmUudGVzdIcEfwAAATAMBgNVHRMBAf8EAjAAMBMGA1UdJQQMMAoGCCsGAQUFBwMB
        MB8GA1UdIwQYMBaAFE7cWgt1KgopM7nWTtnixTH1fXMfMB0GA1UdDgQWBBTaZvZs
        XphpVxE6VXVhpRvNckiXkzAKBggqhkjOPQQDAgNIADBFAiEAoQ7TFFqUKjp837Cv
        +YGUUnZG9/B5nZ/Ii5Rej0Og2SkCIEyUDJWduJwEA8Xonyh5eZM0luSKKtvdklqc
        lljPfZy/
        -----END CERTIFICATE-----

        """
    static let wildcard = """
        -----BEGIN CERTIFICATE-----
        MIIBnzCCAUSgAwIBAgICEAMwCgYIKoZIzj0EAwIwGTEXMBUGA1UEAwwOVGVzdCBh
        dXRob3JpdHkwIBcNMjAwMTAxMDAwMDAwWhgPMjEyNjAxMDEwMDAwMDBaMBUxEzAR
        BgNVBAMMCmZpbGVzLnRlc3QwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAS6Vk5j
        45xVwtful/5QG4JBXfX5WgY5yvHWXxVK6RsRNv25M2GEBNfvKKkpDgUTcf/wjqco
        7DQgx3w9tmvysnuJo34wfDAXBgNVHREEEDAOggwqLmZpbGVzLnRlc3QwDAYDVR0T
        AQH/BAIwADATBgNVHSUEDDAKBggrBgEFBQcDATAfBgNVHSMEGDAWgBRO3FoLdSoK
        KTO51k7Z4sUx9X1zHzAdBgNVHQ4EFgQU2mb2bF6YaVcROlV1YaUbzXJIl5MwCgYI
        KoZIzj0EAwIDSQAwRgIhAPd6LIngizP6cBy1DFd+TXA+QKtxCUinA7Q34Hw90L5Q
        AiEAqSklws4/Oq21MWf5N+/jeR0jCwU/BNSgPckBDxTaJeE=
        -----END CERTIFICATE-----

        """
    static let key = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgrNi3ls9aZGbordj9
        bFUErsjpLVkvzE9vg1v34A//1qKhRANCAAS6Vk5j45xVwtful/5QG4JBXfX5WgY5
        yvHWXxVK6RsRNv25M2GEBNfvKKkpDgUTcf/wjqco7DQgx3w9tmvysnuJ
        -----END PRIVATE KEY-----

        """
}
