/// The pages that nginx 1.22 gives with `server_tokens off`, as recorded from it.
enum NginxPage {
    static func html(_ title: String, heading: String? = nil, remark: String? = nil) -> String {
        var text = "<html>\r\n<head><title>\(title)</title></head>\r\n<body>\r\n"
        text += "<center><h1>\(heading ?? title)</h1></center>\r\n"
        if let remark { text += "<center>\(remark)</center>\r\n" }
        return text + "<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n"
    }
}
