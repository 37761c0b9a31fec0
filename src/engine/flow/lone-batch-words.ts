/** What is said of batches of one sample. */
import { t } from "../findings/language";
export function loneBatch(layer: string): string {
  return t`The batch norm ${JSON.stringify(layer)} would have one number for each channel in a batch of one sample: less its mean it is 0, whatever the network does. PyTorch refuses it.`;
}

export const MORE_THAN_ONE_SAMPLE = t`Choose samples and a batch size that leave no batch of one, the last of an epoch included.`;
