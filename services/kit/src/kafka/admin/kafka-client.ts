/** How services reach a cluster; what a client can do is up to the rooms of kit/kafka. */
export {
  createKafkaClient,
  type KafkaClient,
  type KafkaLog,
  type KafkaSettings,
} from '../connection/client.ts';
export { kafkaSettings } from './kafka-settings.ts';
