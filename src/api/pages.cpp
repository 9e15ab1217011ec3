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
    std::string tag;          // of the content, without quotes
    bool is_forever = false;  // its name holds a hash of its content
    std::string gzip;         // the same, smaller; empty: there is none
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
    return {
        std::move(bytes), std::string(type_of(path)), to_text(digest).substr(0, 32), path.starts_with("/assets/"), {}};
}

constexpr std::string_view k_gzip_ending = ".gz";

/// A packed file belongs to the one it was made from.
void fold_packed(Pages& pages) {
    for (auto page = pages.begin(); page != pages.end();) {
        const auto plain = pages.find(page->first.substr(0, page->first.size() - k_gzip_ending.size()));
        if (!page->first.ends_with(k_gzip_ending) || plain == pages.end()) {
            ++page;
            continue;
        }
        plain->second.gzip = std::move(page->second.bytes);
        page = pages.erase(page);
    }
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

bool takes_gzip(const http::Request& request) {
    const auto accept = request.headers.find("Accept-Encoding");
    return accept && accept->find("gzip") != std::string_view::npos &&
           accept->find("gzip;q=0") == std::string_view::npos;
}

/// What the page's first paint has to know of whoever looks: kept by the page itself in two cookies. Only words that we
/// know get into the page.
struct Looks {
    std::string_view theme;     // empty: as the system
    std::string_view language;  // empty: nobody chose one
};

template <std::size_t size>
std::string_view word_in_cookie(const http::Request& request, std::string_view name,
                                const std::array<std::string_view, size>& words) {
    const auto value = request.cookie(name);
    for (const auto word : words) {
        if (value == word) return word;
    }
    return {};
}

Looks looks_of(const http::Request& request) {
    static constexpr std::array<std::string_view, 2> k_themes{"light", "dark"};
    static constexpr std::array<std::string_view, 4> k_languages{"en", "de", "fr", "ar"};
    return {word_in_cookie(request, "exeat_theme", k_themes), word_in_cookie(request, "exeat_language", k_languages)};
}

/// The entry with its looks written into the first element.
std::string with_looks(std::string html, const Looks& looks) {
    static constexpr std::string_view k_plain = R"(<html lang="en" dir="ltr">)";
    const auto at = html.find(k_plain);
    if (at == std::string::npos) return html;
    const auto language = looks.language.empty() ? std::string_view("en") : looks.language;
    std::string element =
        "<html lang=\"" + std::string(language) + "\" dir=\"" + (language == "ar" ? "rtl" : "ltr") + "\"";
    if (!looks.theme.empty()) element += " data-theme=\"" + std::string(looks.theme) + "\"";
    return html.replace(at, k_plain.size(), element + ">");
}

http::Response send(const http::Request& request, const Page& page) {
    http::Response response;
    const bool is_entry = page.type.starts_with("text/html");
    const auto looks = is_entry ? looks_of(request) : Looks{};
    const bool is_packed = !is_entry && !page.gzip.empty() && takes_gzip(request);
    std::string etag = "\"" + page.tag;
    if (is_packed) etag += "-gzip";
    if (is_entry) etag += "-" + std::string(looks.theme) + "-" + std::string(looks.language);
    etag += "\"";
    response.headers.set("ETag", etag);
    if (is_entry) response.headers.set("Vary", "Cookie");
    if (!page.gzip.empty() && !is_entry) response.headers.set("Vary", "Accept-Encoding");
    response.headers.set("Cache-Control", page.is_forever ? "public, max-age=31536000, immutable" : "no-cache");
    response.headers.set("Content-Security-Policy", std::string(k_page_policy));
    const auto known = request.headers.find("If-None-Match");
    if (known && *known == etag) {
        response.status = 304;
        return response;
    }
    response.headers.set("Content-Type", page.type);
    if (is_packed) response.headers.set("Content-Encoding", "gzip");
    response.body = is_entry ? with_looks(page.bytes, looks) : is_packed ? page.gzip : page.bytes;
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
    fold_packed(*pages);
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
