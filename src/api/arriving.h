// A body while it arrives, among the transfers that are running: it is cut like them when whoever sends it is signed
// out, suspended, or their token is taken away. Made by what takes files. Refuses to know what is in it.
#pragma once

#include <memory>

#include "platform/http/message.h"
#include "usecases/caller.h"
#include "usecases/deliveries/transfers.h"
#include "usecases/house.h"

namespace exeat::api {

class Arriving {
public:
    /// Cut from the start where the caller is signed in no more. Not inside a transaction.
    Arriving(usecases::House& house, const usecases::Caller& caller);
    ~Arriving();
    Arriving(const Arriving&) = delete;
    Arriving& operator=(const Arriving&) = delete;

    /// For the sink that takes the body.
    [[nodiscard]] const std::shared_ptr<http::Cut>& cut() const { return cut_; }

private:
    usecases::House& house_;
    std::shared_ptr<http::Cut> cut_ = std::make_shared<http::Cut>();
    std::shared_ptr<usecases::Transfer> transfer_ = std::make_shared<usecases::Transfer>();
};

}  // namespace exeat::api
