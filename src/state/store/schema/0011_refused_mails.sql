-- A request shows the mails about it that never arrived: found by the notices that they were to say.
create index notices_of_request on notices (request);
