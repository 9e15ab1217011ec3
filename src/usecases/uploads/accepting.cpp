#include "usecases/uploads/accepting.h"

#include <span>
#include <string>
#include <vector>

#include "core/domain/accepted_types.h"
#include "core/domain/names.h"
#include "service/media/type_finder.h"
#include "usecases/refused.h"

namespace exeat::usecases {
namespace {

constexpr std::string_view k_name_pointer = "/filename";

std::unexpected<Error> not_accepted(const domain::Library& library, std::string_view name, std::string_view type,
                                    std::string_view pointer) {
    const bool is_known = type != "application/octet-stream";
    return wrong_member("type-not-accepted", std::string(pointer),
                        "\"" + domain::on_one_line(name) + "\" is " +
                            (is_known ? std::string(type) : std::string("of no type that is known here")) +
                            ". The library \"" + library.name + "\" takes " + domain::accepted_in_words(library) +
                            ". Its owners can widen that in its usage settings.");
}

}  // namespace

Done must_accept(const domain::Library& library, std::string_view name, std::string_view media_type,
                 std::string_view pointer) {
    if (domain::accepts(library, media_type)) return {};
    return not_accepted(library, name, media_type, pointer);
}

Done must_accept_name(const domain::Library& library, std::string_view name) {
    const auto promised = domain::promised_type(name);
    if (!promised) return {};
    return must_accept(library, name, *promised, k_name_pointer);
}

Done must_accept_content(House& house, const domain::Library& library, std::string_view name,
                         blobs::Incoming& incoming) {
    if (domain::accepts_anything(library)) return {};
    std::vector<std::byte> head(media::k_head_bytes);
    EXEAT_TAKE(const auto got, incoming.head(head));
    return must_accept(library, name, house.types.type_of(std::span(head).first(got), name), k_name_pointer);
}

}  // namespace exeat::usecases
