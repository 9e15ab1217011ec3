// Turns the trace of a decision into what the asker may be told: codes and sources that core/words makes sentences of.
// Called wherever an answer carries `why`. Outsiders are not told folders, groups and settings that they cannot see,
// and nothing about a hidden answer. Refuses to know names and languages.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include "core/policy/decision.h"
#include "core/policy/facts.h"

namespace exeat::policy {

/// The setting or fact that a reason speaks of, by its name in POLICY.md; empty where there is none to name.
[[nodiscard]] std::string_view setting_of(Reason reason);

/// The index of a folder that the asker is not told the name of.
inline constexpr std::uint32_t k_unnamed = UINT32_MAX;

/// Which names the asker may see besides what everybody is told.
struct Sight {
    bool insider = false;        // editor or owner here, not through a link: sees everything
    std::uint64_t folders = 0;   // bit n: they can browse the n-th folder (nearest first) themselves
    bool site_settings = false;  // they can read the site's settings (level 8 and above)
};
/// What these facts let the asker see; `folders_seen` as Sight::folders says.
[[nodiscard]] Sight sight_of(const Facts& facts, std::uint64_t folders_seen);

/// One line of "Why?".
struct Because {
    Gate gate = Gate::entry;
    StepResult result = StepResult::not_asked;
    Reason reason = Reason::not_named;
    Source source = Source::wish;
    std::uint32_t index = 0;   // of a folder or request, where the source is one
    std::string_view setting;  // empty: not to be named
};

/// The lines in gate order; gates that were not asked are left out.
class Explanation {
public:
    void add(const Because& because) { lines_[size_++] = because; }
    [[nodiscard]] std::span<const Because> lines() const { return {lines_.data(), size_}; }
    /// The line that made the outcome: the gate that hid or denied, else the first need; nullptr when it is free or not
    /// to be told.
    [[nodiscard]] const Because* decisive() const;

private:
    std::array<Because, Trace::k_most> lines_;
    std::uint8_t size_ = 0;
};

[[nodiscard]] Explanation explain(const Decision& decision, const Sight& sight);

}  // namespace exeat::policy
