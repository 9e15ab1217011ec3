#include "service/media/type_finder.h"

#include <magic.h>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace exeat::media {
namespace {

constexpr std::string_view k_unknown = "application/octet-stream";

std::string lower(std::string_view text) {
    std::string out(text);
    for (char& c : out) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return out;
}

std::string ending_of(std::string_view name) {
    const auto dot = name.rfind('.');
    return dot == std::string_view::npos ? std::string() : lower(name.substr(dot + 1));
}

/// Types that share their first bytes with a wider one, by the ending of the name.
std::optional<std::string_view> narrower(std::string_view found, std::string_view ending) {
    struct Narrower {
        std::string_view found;
        std::string_view ending;
        std::string_view type;
    };
    static constexpr std::array k_all{
        Narrower{"application/json", "gltf", "model/gltf+json"},
        Narrower{"text/plain", "gltf", "model/gltf+json"},
        Narrower{"text/plain", "csv", "text/csv"},
        Narrower{"text/plain", "md", "text/markdown"},
        Narrower{"text/plain", "json", "application/json"},
        Narrower{"text/plain", "obj", "model/obj"},
        Narrower{"text/xml", "svg", "image/svg+xml"},
        Narrower{"text/plain", "svg", "image/svg+xml"},
        Narrower{"image/tiff", "dng", "image/x-adobe-dng"},
        Narrower{"image/tiff", "nef", "image/x-nikon-nef"},
        Narrower{"image/tiff", "arw", "image/x-sony-arw"},
        Narrower{"image/tiff", "cr2", "image/x-canon-cr2"},
        Narrower{"application/zip", "docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
        Narrower{"application/zip", "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
        Narrower{"application/zip", "pptx",
                 "application/vnd.openxmlformats-officedocument.presentationml.presentation"},
        Narrower{"application/pdf", "ai", "application/illustrator"},
    };
    const auto match =
        std::ranges::find_if(k_all, [&](const Narrower& one) { return one.found == found && one.ending == ending; });
    if (match == k_all.end()) return std::nullopt;
    return match->type;
}

/// What libmagic of Debian 12 does not know or knows by another name.
std::optional<std::string_view> by_signature(std::string_view head) {
    if (head.starts_with("glTF")) return "model/gltf-binary";
    if (head.size() >= 12 && head.substr(4, 4) == "ftyp") {
        const auto brand = head.substr(8, 4);
        if (brand == "avif" || brand == "avis") return "image/avif";
        if (brand == "heic" || brand == "heix" || brand == "hevc" || brand == "mif1") return "image/heic";
    }
    return std::nullopt;
}

}  // namespace

struct TypeFinder::Cookie {
    magic_t handle = nullptr;
    ~Cookie() {
        if (handle != nullptr) magic_close(handle);
    }
    static std::unique_ptr<Cookie> open() {
        auto cookie = std::make_unique<Cookie>();
        // No looking into archives and no programs: the bytes may be hostile, the first signature is enough.
        cookie->handle = magic_open(MAGIC_MIME_TYPE | MAGIC_NO_CHECK_COMPRESS | MAGIC_NO_CHECK_TAR |
                                    MAGIC_NO_CHECK_ELF | MAGIC_NO_CHECK_TOKENS);
        if (cookie->handle == nullptr || magic_load(cookie->handle, nullptr) != 0) return nullptr;
        return cookie;
    }
};

TypeFinder::~TypeFinder() = default;

Result<std::unique_ptr<TypeFinder>> TypeFinder::open() {
    auto cookie = Cookie::open();
    if (!cookie) {
        return fail(ErrorKind::unavailable, "no-signatures",
                    "The list of file types is missing. Install the package libmagic-mgc.");
    }
    std::unique_ptr<TypeFinder> finder(new TypeFinder());
    finder->give_back(std::move(cookie));
    return finder;
}

std::unique_ptr<TypeFinder::Cookie> TypeFinder::take() {
    {
        const std::scoped_lock lock(mutex_);
        if (!idle_.empty()) {
            auto cookie = std::move(idle_.back());
            idle_.pop_back();
            return cookie;
        }
    }
    return Cookie::open();
}

void TypeFinder::give_back(std::unique_ptr<Cookie> cookie) {
    constexpr std::size_t k_kept = 4;
    const std::scoped_lock lock(mutex_);
    if (idle_.size() < k_kept) idle_.push_back(std::move(cookie));
}

std::string TypeFinder::type_of(std::span<const std::byte> head, std::string_view name) {
    const std::string_view bytes(reinterpret_cast<const char*>(head.data()), std::min(head.size(), k_head_bytes));
    if (bytes.empty()) return std::string(k_unknown);
    if (const auto type = by_signature(bytes)) return std::string(*type);
    auto cookie = take();
    if (!cookie) return std::string(k_unknown);
    const char* answer = magic_buffer(cookie->handle, bytes.data(), bytes.size());
    const std::string found = answer != nullptr ? lower(answer) : std::string(k_unknown);
    give_back(std::move(cookie));
    if (const auto type = narrower(found, ending_of(name))) return std::string(*type);
    const bool well_formed = found.find('/') != std::string::npos && found.find_first_of(" \r\n;") == std::string::npos;
    return well_formed ? found : std::string(k_unknown);
}

}  // namespace exeat::media
