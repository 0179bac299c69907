// What kit uses and Node has from 22 on; the command line runs on 20.19 too.
import 'core-js/actual/map/group-by.js';
import 'core-js/actual/promise/with-resolvers.js';
