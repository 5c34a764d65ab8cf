// nock keeps its patch between files of one worker: make sure it is on, so that no test reaches the network.
import nock from 'nock';

if (!nock.isActive()) nock.activate();
nock.disableNetConnect();
nock.enableNetConnect(/^(127\.0\.0\.1|localhost|\[?::1\]?)(:\d+)?$/);
