// DIR/exeat.sock (0600): commands on a folder that is being served run inside the server. One JSON line with the Call
// goes in; lines with out, err, progress and at last exit come back. Who may open the socket is the operator.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "app/call.h"
#include "app/console.h"
#include "core/vocabulary/error.h"

namespace exeat::app {

/// Runs a call and returns its exit code.
using RunCall = std::function<int(const Call&, Console&)>;

/// Listens until destroyed; each caller has a thread. The destructor waits for running commands.
class OperatorSocket {
public:
    static Result<std::unique_ptr<OperatorSocket>> listen(const std::string& path, RunCall run);
    ~OperatorSocket();
    OperatorSocket(const OperatorSocket&) = delete;
    OperatorSocket& operator=(const OperatorSocket&) = delete;

private:
    struct State;
    explicit OperatorSocket(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

/// Has the call run by whoever listens there; nullopt when nobody does.
[[nodiscard]] std::optional<int> call_server(const std::string& path, const Call& call, Console& console);

}  // namespace exeat::app
