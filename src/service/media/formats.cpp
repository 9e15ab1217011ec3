#include "service/media/formats.h"

#include <array>

namespace exeat::media {
namespace {

struct Format {
    PictureFormat format;
    std::string_view word;
    std::string_view media_type;
};
constexpr std::array<Format, 7> k_formats{{{PictureFormat::jpeg, "jpeg", "image/jpeg"},
                                           {PictureFormat::png, "png", "image/png"},
                                           {PictureFormat::gif, "gif", "image/gif"},
                                           {PictureFormat::webp, "webp", "image/webp"},
                                           {PictureFormat::tiff, "tiff", "image/tiff"},
                                           {PictureFormat::svg, "svg", "image/svg+xml"},
                                           {PictureFormat::pdf, "pdf", "application/pdf"}}};

}  // namespace

std::optional<PictureFormat> format_of(std::string_view media_type) {
    for (const auto& one : k_formats) {
        if (one.media_type == media_type) return one.format;
    }
    return std::nullopt;
}

std::string_view word_of(PictureFormat format) {
    for (const auto& one : k_formats) {
        if (one.format == format) return one.word;
    }
    return "";
}

std::optional<PictureFormat> parse_format(std::string_view word) {
    for (const auto& one : k_formats) {
        if (one.word == word) return one.format;
    }
    return std::nullopt;
}

std::string_view media_type_of(OutputType type) {
    switch (type) {
        case OutputType::jpeg:
            return "image/jpeg";
        case OutputType::webp:
            return "image/webp";
    }
    return "";
}

}  // namespace exeat::media
