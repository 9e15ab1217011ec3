#include "render.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <string_view>

namespace exeat::worker {
namespace {

using media::NotMade;
using media::PictureFormat;
using media::WhyNot;

constexpr std::int64_t k_million = 1'000'000;
constexpr int k_jpeg_quality = 80;
constexpr int k_webp_quality = 82;
constexpr int k_webp_effort = 3;
constexpr int k_lossless_side = 640;
constexpr int k_lossless_effort = 1;

const char* loader_of(PictureFormat format) {
    switch (format) {
        case PictureFormat::jpeg:
            return "VipsForeignLoadJpeg";
        case PictureFormat::png:
            return "VipsForeignLoadPng";
        case PictureFormat::gif:
            return "VipsForeignLoadNsgif";
        case PictureFormat::webp:
            return "VipsForeignLoadWebp";
        case PictureFormat::tiff:
            return "VipsForeignLoadTiff";
        case PictureFormat::svg:
            return "VipsForeignLoadSvg";
        case PictureFormat::pdf:
            return "VipsForeignLoadPdf";
    }
    return "";
}

std::unexpected<NotMade> broken() {
    auto words = last_words();
    const auto why = words.find("ncrypted") != std::string::npos || words.find("assword") != std::string::npos
                         ? WhyNot::encrypted
                         : WhyNot::broken;
    return std::unexpected(NotMade{why, std::move(words)});
}

/// Each reading begins at the beginning.
Source open_source(int file) {
    lseek(file, 0, SEEK_SET);
    return Source(vips_source_new_from_descriptor(file));
}

/// Half a picture is none.
std::string options_of(const media::Request& request) {
    const bool has_pages = request.format == PictureFormat::pdf || request.format == PictureFormat::tiff;
    const auto page = has_pages && request.page > 0 ? ",page=" + std::to_string(request.page) : std::string();
    return "[fail_on=truncated" + page + "]";
}

bool is_vector(PictureFormat format) {
    return format == PictureFormat::svg || format == PictureFormat::pdf;
}

/// Eight bits, sRGB, 3 or 4 bands.
Rendered<Image> to_srgb(Image image) {
    const auto change = [&image](auto&& operation) {
        VipsImage* changed = nullptr;
        if (operation(image.get(), &changed) != 0) return false;
        image.reset(changed);
        return true;
    };
    if (image->Type != VIPS_INTERPRETATION_sRGB &&
        !change([](auto* in, auto** out) { return vips_colourspace(in, out, VIPS_INTERPRETATION_sRGB, nullptr); })) {
        return broken();
    }
    if (image->BandFmt != VIPS_FORMAT_UCHAR &&
        !change([](auto* in, auto** out) { return vips_cast(in, out, VIPS_FORMAT_UCHAR, nullptr); })) {
        return broken();
    }
    if (image->Bands > 4 &&
        !change([](auto* in, auto** out) { return vips_extract_band(in, out, 0, "n", 3, nullptr); })) {
        return broken();
    }
    if (image->Bands < 3) return std::unexpected(NotMade{WhyNot::broken, "no picture in colours"});
    return image;
}

bool has_other_colours(VipsImage* image) {
    return image->Type == VIPS_INTERPRETATION_CMYK || vips_image_get_typeof(image, VIPS_META_ICC_NAME) != 0;
}

void drop_full_alpha(Pixels& pixels) {
    if (!pixels.has_alpha()) return;
    for (std::size_t i = 3; i < pixels.bytes.size(); i += 4) {
        if (pixels.bytes[i] != 255) return;
    }
    std::vector<std::uint8_t> opaque;
    opaque.reserve(pixels.bytes.size() / 4 * 3);
    for (std::size_t i = 0; i < pixels.bytes.size(); i += 4) {
        opaque.insert(opaque.end(), {pixels.bytes[i], pixels.bytes[i + 1], pixels.bytes[i + 2]});
    }
    pixels.bytes = std::move(opaque);
    pixels.bands = 3;
}

Rendered<Pixels> pixels_of(Image image) {
    auto right = to_srgb(std::move(image));
    if (!right) return std::unexpected(std::move(right.error()));
    std::size_t length = 0;
    auto* memory = static_cast<std::uint8_t*>(vips_image_write_to_memory(right->get(), &length));
    if (memory == nullptr) return broken();
    Pixels pixels{(*right)->Xsize, (*right)->Ysize, (*right)->Bands, std::vector(memory, memory + length)};
    g_free(memory);
    drop_full_alpha(pixels);
    return pixels;
}

Image image_of(const Pixels& pixels) {
    Image image(vips_image_new_from_memory(pixels.bytes.data(), pixels.bytes.size(), pixels.width, pixels.height,
                                           pixels.bands, VIPS_FORMAT_UCHAR));
    if (image) image->Type = VIPS_INTERPRETATION_sRGB;
    return image;
}

}  // namespace

void allow_format(PictureFormat format) {
    vips_operation_block_set(loader_of(format), FALSE);
}

bool is_drawn(PictureFormat format) {
    return is_vector(format);
}

Rendered<Header> read_header(int file, const media::Request& request) {
    const auto source = open_source(file);
    if (!source) return broken();
    const Image image(vips_image_new_from_source(source.get(), options_of(request).c_str(), "access",
                                                 VIPS_ACCESS_SEQUENTIAL, nullptr));
    if (!image) return broken();
    const auto turned = vips_image_get_orientation_swap(image.get()) != 0;
    Header header{image->Xsize, image->Ysize, has_other_colours(image.get())};
    if (turned) std::swap(header.width, header.height);
    // What is drawn is drawn small; its own size is only a number.
    const auto pixels = static_cast<std::int64_t>(header.width) * header.height;
    if (!is_vector(request.format) && pixels > static_cast<std::int64_t>(request.limits.megapixels) * k_million) {
        return std::unexpected(
            NotMade{WhyNot::too_many_pixels, std::to_string(header.width) + " x " + std::to_string(header.height)});
    }
    return header;
}

Rendered<Pixels> render(int file, const media::Request& request, const Header& header, std::uint32_t longest) {
    const auto source = open_source(file);
    if (!source) return broken();
    VipsImage* image = nullptr;
    const auto side = static_cast<int>(longest);
    const auto options = options_of(request);
    // Only where the numbers mean other colours than sRGB: what goes through a profile for nothing comes out changed.
    const char* profile = header.has_other_colours ? "srgb" : nullptr;
    const int done = vips_thumbnail_source(source.get(), &image, side, "height", side, "size",
                                           is_vector(request.format) ? VIPS_SIZE_BOTH : VIPS_SIZE_DOWN,
                                           "export_profile", profile, "option_string", options.c_str(), nullptr);
    if (done != 0) return broken();
    return pixels_of(Image(image));
}

Rendered<Pixels> shrink(const Pixels& pixels, std::uint32_t longest) {
    const auto side = static_cast<int>(longest);
    if (pixels.width <= side && pixels.height <= side) return pixels;
    const auto large = image_of(pixels);
    VipsImage* small = nullptr;
    if (!large ||
        vips_thumbnail_image(large.get(), &small, side, "height", side, "size", VIPS_SIZE_DOWN, nullptr) != 0) {
        return broken();
    }
    return pixels_of(Image(small));
}

Rendered<media::Output> encode(const Pixels& pixels, PictureFormat from) {
    const auto image = image_of(pixels);
    if (!image) return broken();
    void* bytes = nullptr;
    std::size_t length = 0;
    media::Output output;
    output.width = static_cast<std::uint32_t>(pixels.width);
    output.height = static_cast<std::uint32_t>(pixels.height);
    int done = 0;
    if (pixels.has_alpha()) {
        output.type = media::OutputType::webp;
        // What was drawn has few colours and sharp edges: small and without loss is small; large takes seconds.
        const bool lossless = is_vector(from) && std::max(pixels.width, pixels.height) <= k_lossless_side;
        done = vips_webpsave_buffer(image.get(), &bytes, &length, "Q", k_webp_quality, "effort",
                                    lossless ? k_lossless_effort : k_webp_effort, "lossless", lossless ? TRUE : FALSE,
                                    "strip", TRUE, nullptr);
    } else {
        output.type = media::OutputType::jpeg;
        done = vips_jpegsave_buffer(image.get(), &bytes, &length, "Q", k_jpeg_quality, "strip", TRUE, nullptr);
    }
    if (done != 0) return broken();
    output.bytes.assign(static_cast<const char*>(bytes), length);
    g_free(bytes);
    return output;
}

}  // namespace exeat::worker
