// The threads that make pictures: what somebody waits for first, then the queue. Started by `exeat serve`, stopped
// before the house goes. It keeps the renditions within their limit, too. One file at a time a thread; the decoder's
// process rests when there is nothing to do.
#pragma once

#include <atomic>
#include <cstdint>
#include <deque>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "service/media/decoder.h"
#include "state/store/job_rows.h"
#include "usecases/pictures/gallery.h"

namespace exeat::usecases {

struct StudioOptions {
    media::DecoderOptions decoder;
    media::Limits limits;
    int threads = 1;
};

class Studio {
public:
    /// Without the program that decodes nothing is made, which is logged once; everything waits.
    Studio(Gallery& gallery, StudioOptions options);
    ~Studio();
    Studio(const Studio&) = delete;
    Studio& operator=(const Studio&) = delete;

    /// Files that are being decoded stay in the queue.
    void stop();

private:
    void run();
    /// False: there was nothing to do.
    bool work_once();
    /// Jobs that were taken and not begun.
    void give_back();
    std::optional<store::JobRow> next_job();
    /// Assets that came in before there were pictures, some at a time. False: all were looked at.
    bool look_for_missing();
    void tidy_now_and_then();

    Gallery& gallery_;
    House& house_;
    StudioOptions options_;
    media::Decoder decoder_;
    std::mutex mutex_;
    std::deque<store::JobRow> taken_;
    bool looking_ = false;
    std::atomic<int> looks_ = 0;  // turns with nothing to do
    std::optional<std::int64_t> looked_at_ = 0;
    std::vector<std::thread> threads_;
};

}  // namespace exeat::usecases
