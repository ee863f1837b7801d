-- Ledger, version 1, for MariaDB 10.6 or newer. May be run again at any time: it only adds what is missing.
-- Names are compared exactly, blanks at their end included; times are milliseconds since 1970, amounts are credits.
-- The prefix escrowmint_ of all tables is replaced by escrowmint.ledger.table-prefix.

create table if not exists escrowmint_entries (
	wallet varchar(256) not null,
	epoch bigint not null,
	seq bigint not null,
	event_type varchar(16) not null,
	time_ms bigint not null,
	available_change bigint not null,
	held_change bigint not null,
	leased_change bigint not null,
	spent_change bigint not null,
	granted_change bigint not null,
	debt_change bigint not null,
	available bigint not null,
	held bigint not null,
	leased bigint not null,
	spent bigint not null,
	granted bigint not null,
	debt bigint not null,
	operation_kind varchar(16),
	operation_id varchar(256),
	caller_named boolean not null,
	owner varchar(256),
	expires_ms bigint,
	asked bigint,
	charged bigint,
	late boolean not null,
	original_kind varchar(16),
	original_id varchar(256),
	request_id varchar(256),
	note varchar(240),
	partition_no integer not null,
	stream_position varchar(41) not null,
	landed_ms bigint not null,
	primary key (wallet, epoch, seq),
	index escrowmint_entries_operation (wallet, operation_id),
	index escrowmint_entries_time (wallet, time_ms)
) engine = InnoDB row_format = dynamic default character set utf8mb4 collate utf8mb4_nopad_bin;

-- open holds and live leases of entries that have them: SNAPSHOT, REBUILT
create table if not exists escrowmint_entry_claims (
	wallet varchar(256) not null,
	epoch bigint not null,
	seq bigint not null,
	claim_kind varchar(16) not null,
	claim_id varchar(256) not null,
	caller_named boolean not null,
	amount bigint not null,
	expires_ms bigint not null,
	owner varchar(256),
	consumed bigint not null,
	reported bigint not null,
	at_expiry varchar(16),
	primary key (wallet, epoch, seq, claim_kind, claim_id)
) engine = InnoDB row_format = dynamic default character set utf8mb4 collate utf8mb4_nopad_bin;

-- the last landed entry of each wallet; diverged: what came under this epoch since is in escrowmint_divergences
create table if not exists escrowmint_wallets (
	wallet varchar(256) not null,
	epoch bigint not null,
	seq bigint not null,
	time_ms bigint not null,
	available bigint not null,
	held bigint not null,
	leased bigint not null,
	spent bigint not null,
	granted bigint not null,
	debt bigint not null,
	diverged boolean not null,
	partition_no integer not null,
	primary key (wallet)
) engine = InnoDB row_format = dynamic default character set utf8mb4 collate utf8mb4_nopad_bin;

-- how far each partition has landed; fence grows by 1 with each landing
create table if not exists escrowmint_positions (
	source varchar(256) not null,
	partition_no integer not null,
	stream_position varchar(41) not null,
	fence bigint not null,
	updated_ms bigint not null,
	primary key (source, partition_no)
) engine = InnoDB row_format = dynamic default character set utf8mb4 collate utf8mb4_nopad_bin;

-- events that contradict the ledger; digest tells the different contents of one number apart
create table if not exists escrowmint_divergences (
	wallet varchar(256) not null,
	epoch bigint not null,
	seq bigint not null,
	event_type varchar(16) not null,
	time_ms bigint not null,
	available_change bigint not null,
	held_change bigint not null,
	leased_change bigint not null,
	spent_change bigint not null,
	granted_change bigint not null,
	debt_change bigint not null,
	available bigint not null,
	held bigint not null,
	leased bigint not null,
	spent bigint not null,
	granted bigint not null,
	debt bigint not null,
	operation_kind varchar(16),
	operation_id varchar(256),
	caller_named boolean not null,
	owner varchar(256),
	expires_ms bigint,
	asked bigint,
	charged bigint,
	late boolean not null,
	original_kind varchar(16),
	original_id varchar(256),
	request_id varchar(256),
	note varchar(240),
	partition_no integer not null,
	stream_position varchar(41) not null,
	landed_ms bigint not null,
	reason varchar(16) not null,
	digest varchar(64) not null,
	primary key (wallet, epoch, seq, digest)
) engine = InnoDB row_format = dynamic default character set utf8mb4 collate utf8mb4_nopad_bin;

-- entries that the database refuses, and those of the same wallets after them, in order, as JSON
create table if not exists escrowmint_refused (
	wallet varchar(256) not null,
	place bigint not null,
	partition_no integer not null,
	epoch bigint not null,
	seq bigint not null,
	digest varchar(64) not null,
	entry longtext not null,
	since_ms bigint not null,
	attempts integer not null,
	tried_ms bigint,
	sql_state varchar(16),
	message varchar(240),
	primary key (wallet, place),
	index escrowmint_refused_number (wallet, epoch, seq)
) engine = InnoDB row_format = dynamic default character set utf8mb4 collate utf8mb4_nopad_bin;

-- whose ledger it is: one row with the name of the store, in Redis what its keys begin with
create table if not exists escrowmint_ledger_store (
	place integer not null,
	name varchar(256) not null,
	primary key (place)
) engine = InnoDB row_format = dynamic default character set utf8mb4 collate utf8mb4_nopad_bin;

create table if not exists escrowmint_ledger_schema (
	version integer not null,
	primary key (version)
) engine = InnoDB row_format = dynamic default character set utf8mb4 collate utf8mb4_nopad_bin;

insert ignore into escrowmint_ledger_schema (version) values (1);
