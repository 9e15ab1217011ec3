#include "core/domain/accepted_types.h"

#include <algorithm>
#include <array>

namespace exeat::domain {
namespace {

using Types = std::span<const std::string_view>;

constexpr std::array<std::string_view, 5> k_logo{"image/*", "application/pdf", "application/postscript",
                                                 "application/illustrator", "application/eps"};
constexpr std::array<std::string_view, 5> k_icon{"image/*", "font/*", "application/font-*", "application/x-font-*",
                                                 "application/vnd.ms-opentype"};
/// With what libmagic calls the older office files.
constexpr std::array<std::string_view, 13> k_document{"application/pdf",
                                                      "text/*",
                                                      "application/rtf",
                                                      "application/msword",
                                                      "application/vnd.ms-*",
                                                      "application/vnd.openxmlformats-officedocument.*",
                                                      "application/vnd.oasis.opendocument.*",
                                                      "application/epub+zip",
                                                      "application/cdfv2",
                                                      "application/postscript",
                                                      "application/json",
                                                      "message/rfc822",
                                                      "image/tiff"};

struct Ending {
    std::string_view ending;
    std::string_view type;
};
/// As type_finder.h calls them where it can tell. Endings that stand for several types are not here.
constexpr std::array k_endings{
    Ending{"jpg", "image/jpeg"},
    Ending{"jpeg", "image/jpeg"},
    Ending{"png", "image/png"},
    Ending{"gif", "image/gif"},
    Ending{"webp", "image/webp"},
    Ending{"avif", "image/avif"},
    Ending{"heic", "image/heic"},
    Ending{"tif", "image/tiff"},
    Ending{"tiff", "image/tiff"},
    Ending{"bmp", "image/bmp"},
    Ending{"psd", "image/vnd.adobe.photoshop"},
    Ending{"ico", "image/vnd.microsoft.icon"},
    Ending{"svg", "image/svg+xml"},
    Ending{"eps", "application/postscript"},
    Ending{"ai", "application/illustrator"},
    Ending{"pdf", "application/pdf"},
    Ending{"doc", "application/msword"},
    Ending{"docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
    Ending{"xls", "application/vnd.ms-excel"},
    Ending{"xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
    Ending{"ppt", "application/vnd.ms-powerpoint"},
    Ending{"pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"},
    Ending{"odt", "application/vnd.oasis.opendocument.text"},
    Ending{"ods", "application/vnd.oasis.opendocument.spreadsheet"},
    Ending{"odp", "application/vnd.oasis.opendocument.presentation"},
    Ending{"rtf", "text/rtf"},
    Ending{"epub", "application/epub+zip"},
    Ending{"txt", "text/plain"},
    Ending{"md", "text/markdown"},
    Ending{"csv", "text/csv"},
    Ending{"html", "text/html"},
    Ending{"mp4", "video/mp4"},
    Ending{"mov", "video/quicktime"},
    Ending{"webm", "video/webm"},
    Ending{"mkv", "video/x-matroska"},
    Ending{"avi", "video/x-msvideo"},
    Ending{"ogv", "video/ogg"},
    Ending{"mp3", "audio/mpeg"},
    Ending{"wav", "audio/x-wav"},
    Ending{"flac", "audio/flac"},
    Ending{"oga", "audio/ogg"},
    Ending{"glb", "model/gltf-binary"},
    Ending{"gltf", "model/gltf+json"},
    Ending{"ttf", "font/sfnt"},
    Ending{"otf", "font/otf"},
    Ending{"woff", "font/woff"},
    Ending{"woff2", "font/woff2"},
    Ending{"zip", "application/zip"},
    Ending{"7z", "application/x-7z-compressed"},
    Ending{"gz", "application/gzip"},
    Ending{"exe", "application/x-dosexec"},
};

bool is_word(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '+' || c == '-';
    });
}

bool matches(std::string_view pattern, std::string_view type) {
    if (!pattern.ends_with('*')) return pattern == type;
    return type.starts_with(pattern.substr(0, pattern.size() - 1));
}

template <class List>
bool holds(const List& list, std::string_view type) {
    return std::ranges::any_of(list, [type](std::string_view pattern) { return matches(pattern, type); });
}

std::string_view words_of(LibraryKind kind) {
    switch (kind) {
        case LibraryKind::media:
            return "every type of file";
        case LibraryKind::logo:
            return "pictures, PDF, EPS and Illustrator files";
        case LibraryKind::icon:
            return "pictures and fonts";
        case LibraryKind::document:
            return "PDF, office documents, texts and TIFF pictures";
    }
    return "";
}

}  // namespace

std::span<const std::string_view> types_of(LibraryKind kind) {
    switch (kind) {
        case LibraryKind::media:
            return {};
        case LibraryKind::logo:
            return k_logo;
        case LibraryKind::icon:
            return k_icon;
        case LibraryKind::document:
            return k_document;
    }
    return {};
}

bool is_type_pattern(std::string_view text) {
    constexpr std::size_t k_longest = 127;
    const auto slash = text.find('/');
    if (slash == std::string_view::npos || text.size() > k_longest) return false;
    auto rest = text.substr(slash + 1);
    if (rest == "*") return is_word(text.substr(0, slash));
    if (rest.ends_with('*')) rest.remove_suffix(1);
    return is_word(text.substr(0, slash)) && is_word(rest);
}

bool accepts_anything(const Library& library) {
    const auto& accepted = library.policy->settings().accepted_types;
    switch (accepted.rule) {
        case AcceptRule::any:
            return true;
        case AcceptRule::kind:
            return types_of(library.kind).empty();
        case AcceptRule::list:
            return false;
    }
    return true;
}

bool accepts(const Library& library, std::string_view media_type) {
    if (accepts_anything(library)) return true;
    const auto& accepted = library.policy->settings().accepted_types;
    if (accepted.rule == AcceptRule::list) return holds(accepted.list, media_type);
    return holds(types_of(library.kind), media_type);
}

std::string accepted_in_words(const Library& library) {
    const auto& accepted = library.policy->settings().accepted_types;
    if (accepted.rule == AcceptRule::any) return std::string(words_of(LibraryKind::media));
    if (accepted.rule == AcceptRule::kind) return std::string(words_of(library.kind));
    std::string words;
    for (const auto& type : accepted.list) words += (words.empty() ? "" : ", ") + type;
    return words;
}

std::optional<std::string_view> promised_type(std::string_view file_name) {
    const auto dot = file_name.rfind('.');
    if (dot == std::string_view::npos) return std::nullopt;
    std::string ending(file_name.substr(dot + 1));
    for (char& c : ending) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    const auto found = std::ranges::find(k_endings, std::string_view(ending), &Ending::ending);
    if (found == k_endings.end()) return std::nullopt;
    return found->type;
}

}  // namespace exeat::domain
