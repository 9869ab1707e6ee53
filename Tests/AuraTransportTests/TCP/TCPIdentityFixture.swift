/// A certificate for tests, P-256, and its key; a key that belongs to another. They protect nothing.
enum TCPIdentityFixture {
    static let certificate = """
        -----BEGIN CERTIFICATE-----
        MIIBjjCCATWgAwIBAgIUHVy8BdtlfJ4/jQnJMoDLmdHvSUowCgYIKoZIzj0EAwIw
        HDEaMBgGA1UEAwwRYXVyYS10ZXN0LmludmFsaWQwIBcNMjYxMTI0MTA0NjI4WhgP
        MjEyNjEwMzExMDQ2MjhaMBwxGjAYBgNVBAMMEWF1cmEtdGVzdC5pbnZhbGlkMFkw
        EwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE7yCfJdC7/I0+ywgFnp4cnbE6vODoEzSZ
        /Ff/LQ+aqn2PAIXATK4R8roLjUWqg5z4hGKIWEJJSRwXii9XOG88z6NTMFEwHQYD
        VR0OBBYEFOyYbyqYqB/dFB2RUIwKkZsbTdq0MB8GA1UdIwQYMBaAFOyYbyqYqB/d
        FB2RUIwKkZsbTdq0MA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDRwAwRAIg
        Wkf4okl9mqF4QE49SL9AQ37cBZGYv8okBv9UKdUmC+kCIAyAjo8HBtW7V9Pfs3Mm
        EZdc47FbSskjMdhlISpd+cHB
        -----END CERTIFICATE-----

        """
    static let key = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgx3VUmdGgvjfvt12M
        +dGQQOLA0rclPJZxW3SkzSKBynihRANCAATvIJ8l0Lv8jT7LCAWenhydsTq84OgT
        NJn8V/8tD5qqfY8AhcBMrhHyuguNRaqDnPiEYohYQklJHBeKL1c4bzzP
        -----END PRIVATE KEY-----

        """
    static let otherKey = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgS9vOuqmVh3c7omEr
        mqlyPqKhpD/ciMHb5tnZq7ZsI9qhRANCAATHZZ+Cm5TMJndXPv96PJ7KPDQXLU/w
        /skxv4zaXC4Ec3PEPynoU95Rwi1k4HDE93oNOOaw/ts9nXfGn1yizALF
        -----END PRIVATE KEY-----

        """
}
