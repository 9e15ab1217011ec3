// What time it is for somebody: offsets of a zone as the machine's zone files have them (TZif, RFC 8536). Called where
// a daily mail is to come in the morning. Refuses to know what comes then.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/vocabulary/instant.h"

namespace exeat::mail {

class TimeZone {
public:
    /// "Europe/Paris"; nullopt for what is not a name of a zone on this machine.
    [[nodiscard]] static std::optional<TimeZone> named(std::string_view name,
                                                       const std::string& folder = "/usr/share/zoneinfo");
    [[nodiscard]] static TimeZone utc() { return TimeZone(); }

    /// What is added to an instant to have the time on the wall there.
    [[nodiscard]] std::int64_t offset_ms(Instant instant) const;
    /// The next time after `now` when it is that hour there.
    [[nodiscard]] Instant next_at(int hour, Instant now) const;

private:
    struct Change {
        std::int64_t at_s = 0;
        std::int64_t offset_s = 0;  // from then on
    };
    [[nodiscard]] static std::optional<TimeZone> parsed(std::string_view bytes);

    std::int64_t before_s_ = 0;  // the offset before the first change
    std::vector<Change> changes_;
};

}  // namespace exeat::mail
