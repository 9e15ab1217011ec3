// What has to happen by itself: sealing the ledger, giving back what nobody used, forgetting what ended, proving a disk
// that failed. Started by `exeat serve`. Each step may run twice; a step that fails is logged and tried again.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <thread>

#include "usecases/house.h"

namespace exeat::app {

class Jobs {
public:
    explicit Jobs(usecases::House& house);
    ~Jobs();
    Jobs(const Jobs&) = delete;
    Jobs& operator=(const Jobs&) = delete;

private:
    void run();
    void every_second();
    void change_in_bulk();
    void every_minute();
    void every_day();

    usecases::House& house_;
    std::mutex mutex_;
    std::condition_variable wake_;
    bool stopping_ = false;
    std::thread thread_;
};

}  // namespace exeat::app
