// What somebody may ask for at one asset, as the policy answers it. Only for the use cases of this folder.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/domain/request.h"
#include "usecases/permit.h"

namespace exeat::usecases {

struct Askable {
    enum class State : std::uint8_t {
        ask,              // it can be asked for
        pending,          // it was asked for
        not_requestable,  // it was rejected or revoked, and the library takes no second request
        free,             // nothing has to be asked for
        refused,          // asking is no way
        absent,           // nothing is to be seen there
    };
    State state = State::absent;
    policy::RequestKind kind = policy::RequestKind::download;
    policy::Actions actions;                 // of those wanted, what has to be asked for
    bool for_directors = false;              // gate 8 asks
    std::optional<RequestId> request;        // that the state speaks of
    std::vector<std::string> why;            // sentences, where it is not free
    std::shared_ptr<const Refusal> refusal;  // where it is refused
};

/// `seen` is a permit to view the asset. No actions are a download.
[[nodiscard]] Askable askable(const Permit& seen, policy::Actions actions, const domain::Files& files);

/// The words of a list of files, as a request may name them, each once. Errors: invalid "wrong-files" at `pointer`.
[[nodiscard]] Result<domain::Files> files_of(const domain::Files& files, const std::string& pointer);

/// Those that may be asked for: what a lock blocks. Errors: invalid "wrong-actions" at `pointer`.
[[nodiscard]] Result<policy::Actions> actions_of(const std::vector<policy::Action>& actions,
                                                 const std::string& pointer);
[[nodiscard]] std::vector<policy::Action> list_of(policy::Actions actions);

}  // namespace exeat::usecases
