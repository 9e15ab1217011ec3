#include "decode.h"

#include <gmodule.h>
#include <malloc.h>
#include <vips/vips.h>
// After vips.h, without which it is not whole.
#include <vips/vector.h>

#include <algorithm>
#include <cstdlib>

#include "colour.h"
#include "padlock.h"
#include "render.h"

namespace exeat::worker {
namespace {

using media::NotMade;
using media::PictureFormat;
using media::WhyNot;

/// The only module of libvips that is ever loaded: the others (ImageMagick, OpenSlide …) are nobody's business here.
constexpr const char* k_pdf_module = EXEAT_VIPS_MODULES "/vips-poppler.so";

Rendered<media::Output> make_output(const Pixels& pixels, const media::Wanted& wanted, PictureFormat from) {
    auto shrunk = shrink(pixels, wanted.longest);
    if (!shrunk) return std::unexpected(std::move(shrunk.error()));
    if (wanted.marking == media::Marking::padlock) draw_padlock(*shrunk);
    return encode(*shrunk, from);
}

std::expected<media::Picture, NotMade> decode(const media::Request& request, int file) {
    allow_format(request.format);
    const auto header = read_header(file, request);
    if (!header) return std::unexpected(header.error());
    const auto longest = std::ranges::max_element(request.outputs, {}, &media::Wanted::longest)->longest;
    const auto pixels = render(file, request, *header, longest);
    if (!pixels) return std::unexpected(pixels.error());
    media::Picture picture;
    picture.width = static_cast<std::uint32_t>(header->width);
    picture.height = static_cast<std::uint32_t>(header->height);
    picture.colour = dominant_colour(*pixels);
    for (const auto& wanted : request.outputs) {
        auto output = make_output(*pixels, wanted, request.format);
        if (!output) return std::unexpected(std::move(output.error()));
        picture.outputs.push_back(std::move(*output));
    }
    return picture;
}

Opens opens(PictureFormat format) {
    return is_drawn(format) ? Opens::fonts : Opens::nothing;
}

}  // namespace

constexpr int k_large = 32 << 20;  // the most that glibc takes
constexpr int k_top_pad = 1 << 20;

/// Makes the classes of operations and loaders once, here, so that no child has to.
void* make_class(GType type, void* /*unused*/) {
    if (!G_TYPE_IS_ABSTRACT(type)) static_cast<void>(g_type_class_ref(type));
    return nullptr;
}

bool open_libraries() {
    setenv("VIPSHOME", "/nonexistent", 1);      // where modules would be looked for
    setenv("VIPS_DISC_THRESHOLD", "1000g", 1);  // no temporary files: there is nowhere to put one
    if (vips_init("exeat-media") != 0) return false;
    vips_concurrency_set(1);
    vips_cache_set_max(0);
    // Before all loaders are blocked, its own among them. Without it there are no pictures of PDF, and all others.
    static_cast<void>(g_module_open(k_pdf_module, G_MODULE_BIND_LAZY));
    vips_operation_block_set("VipsForeign", TRUE);
    vips_operation_block_set("VipsForeignSave", FALSE);
    vips_type_map_all(g_type_from_name("VipsOperation"), make_class, nullptr);
    // A decoder lives for one file: memory that it gave back is asked for again at once.
    mallopt(M_ARENA_MAX, 1);
    mallopt(M_MMAP_THRESHOLD, k_large);
    mallopt(M_TRIM_THRESHOLD, k_large);
    mallopt(M_TOP_PAD, k_top_pad);
    malloc_trim(0);
    vips_vector_set_enabled(FALSE);  // it writes machine code at run time, which the sandbox forbids
    return true;
}

Work picture_work() {
    return {opens, decode};
}

}  // namespace exeat::worker
