#include "api/pages.h"

#include <sodium.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <vector>

#include "api/operation.h"
#include "core/vocabulary/digest.h"

namespace exeat::api {
namespace {

/// UX.md section 2, "CSP to ship".
constexpr std::string_view k_page_policy =
    "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' blob: data:; "
    "media-src 'self' blob:; worker-src 'self' blob:; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; "
    "object-src 'none'";

struct Page {
    std::string bytes;
    std::string type;
    std::string etag;
    bool is_forever = false;  // its name holds a hash of its content
};
using Pages = std::map<std::string, Page, std::less<>>;

std::string_view type_of(std::string_view path) {
    struct Ending {
        std::string_view ending;
        std::string_view type;
    };
    static constexpr std::array k_endings{Ending{".html", "text/html; charset=utf-8"},
                                          Ending{".js", "text/javascript; charset=utf-8"},
                                          Ending{".css", "text/css; charset=utf-8"},
                                          Ending{".json", "application/json"},
                                          Ending{".svg", "image/svg+xml"},
                                          Ending{".png", "image/png"},
                                          Ending{".ico", "image/x-icon"},
                                          Ending{".woff2", "font/woff2"},
                                          Ending{".wasm", "application/wasm"},
                                          Ending{".txt", "text/plain; charset=utf-8"}};
    for (const auto& [ending, type] : k_endings) {
        if (path.ends_with(ending)) return type;
    }
    return "application/octet-stream";
}

Page page_of(std::string_view path, std::string bytes) {
    Digest digest;
    crypto_hash_sha256(digest.bytes.data(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
    return {std::move(bytes), std::string(type_of(path)), "\"" + to_text(digest).substr(0, 32) + "\"",
            path.starts_with("/assets/")};
}

Result<Pages> read_folder(const std::string& folder) {
    Pages pages;
    std::error_code error;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder, error)) {
        if (!entry.is_regular_file()) continue;
        std::ifstream file(entry.path(), std::ios::binary);
        std::string bytes((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
        const auto path = "/" + entry.path().lexically_relative(folder).generic_string();
        pages.emplace(path, page_of(path, std::move(bytes)));
    }
    if (!pages.contains("/index.html")) {
        return fail(ErrorKind::not_found, "no-web-folder", "There is no index.html in the web folder " + folder + ".");
    }
    return pages;
}

bool is_asked_as_page(const http::Request& request) {
    const auto accept = request.headers.find("Accept");
    return accept && accept->find("text/html") != std::string_view::npos;
}

http::Response send(const http::Request& request, const Page& page) {
    http::Response response;
    response.headers.set("ETag", page.etag);
    response.headers.set("Cache-Control", page.is_forever ? "public, max-age=31536000, immutable" : "no-cache");
    response.headers.set("Content-Security-Policy", std::string(k_page_policy));
    const auto known = request.headers.find("If-None-Match");
    if (known && *known == page.etag) {
        response.status = 304;
        return response;
    }
    response.headers.set("Content-Type", page.type);
    response.body = page.bytes;
    return response;
}

}  // namespace

Done add_pages(http::Router& router, const std::string& folder) {
    auto pages = std::make_shared<Pages>();
    if (!folder.empty()) {
        EXEAT_TAKE(*pages, read_folder(folder));
    } else {
        for (const auto& file : built_in_pages()) {
            pages->emplace(std::string(file.path), page_of(file.path, std::string(file.bytes)));
        }
    }
    const http::Handler handler = [pages](http::Request& request) {
        auto found = pages->find(request.path);
        const bool is_api = request.path.starts_with("/api/") || request.path == "/api";
        if (found == pages->end() && !is_api && is_asked_as_page(request)) found = pages->find("/index.html");
        if (found != pages->end()) return send(request, found->second);
        return problem_response(request, Error{ErrorKind::not_found,
                                               "not-found",
                                               "There is nothing here, or nothing that you can see.",
                                               {},
                                               {},
                                               0,
                                               nullptr});
    };
    for (const auto* pattern : {"/", "/{path...}"}) {
        http::Route route;
        route.pattern = pattern;
        route.handler = handler;
        route.run_on = http::RunOn::io;
        router.add(std::move(route));
    }
    return {};
}

}  // namespace exeat::api
