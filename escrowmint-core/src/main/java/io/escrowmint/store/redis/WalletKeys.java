package io.escrowmint.store.redis;

/**
 * The keys around one wallet, as the scripts of recovery take them.
 *
 * @param keys all keys
 * @param partition where the wallet lies
 * @param name its name
 */
record WalletKeys(KeySpace keys, int partition, byte[] name) {

	static WalletKeys of(KeySpace keys, String wallet) {
		return new WalletKeys(keys, keys.partitionOf(wallet), KeySpace.utf8(wallet));
	}

	byte[][] stateAndControl() {
		return new byte[][] { state(), this.keys.control(this.partition) };
	}

	byte[][] forImage() {
		return new byte[][] { state(), this.keys.claims(this.partition, this.name),
				this.keys.expiry(this.partition, this.name), this.keys.control(this.partition),
				this.keys.due(this.partition) };
	}

	byte[][] forRebuild() {
		byte[][] all = this.keys.ofPartition(this.partition);
		return new byte[][] { state(), this.keys.claims(this.partition, this.name),
				this.keys.expiry(this.partition, this.name), this.keys.stagedClaims(this.partition, this.name),
				this.keys.stagedExpiry(this.partition, this.name), all[0], this.keys.mode(this.partition), all[1],
				all[2], all[3], all[4], all[5], all[6] };
	}

	private byte[] state() {
		return this.keys.state(this.partition, this.name);
	}

}
