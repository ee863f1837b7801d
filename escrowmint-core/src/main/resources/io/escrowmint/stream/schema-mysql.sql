-- Streams, version 1. Later versions only add. Names are compared exactly, blanks at their end included.
create table if not exists escrowmint_stream_processor (
	processor varchar(300) not null,
	owner varchar(64),
	owned_until bigint not null,
	token bigint not null,
	reached varchar(64) not null,
	version int not null,
	state longblob,
	takes int not null,
	tries int not null,
	tries_at varchar(64),
	primary key (processor)
) engine = InnoDB row_format = dynamic default character set utf8mb4 collate utf8mb4_0900_bin;
create table if not exists escrowmint_stream_dead_letter (
	id bigint not null auto_increment,
	reader varchar(300) not null,
	fields longblob not null,
	replay varchar(300),
	replays int not null default 0,
	primary key (id),
	key escrowmint_stream_dead_letter_replay (replay)
) engine = InnoDB row_format = dynamic default character set utf8mb4 collate utf8mb4_0900_bin;
create table if not exists escrowmint_stream_processed (
	reader varchar(256) not null,
	entry varchar(64) not null,
	digest char(64) not null,
	processed_at bigint not null,
	primary key (reader, entry, digest),
	key escrowmint_stream_processed_at (processed_at)
) engine = InnoDB row_format = dynamic default character set utf8mb4 collate utf8mb4_0900_bin;
