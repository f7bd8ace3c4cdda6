FROM node:24-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm install --no-save
COPY . .
# The image has a Node of its own; the one among the packages is for machines that have not.
RUN npm run build && npm prune --omit=dev && rm -r node_modules/node node_modules/.bin/node

FROM node:24-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3030 DATA_DIR=/data
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/migrations ./migrations
COPY --from=build /app/server ./server
COPY --from=build /app/web/build ./web/build
RUN mkdir /data && chown node:node /data
USER node
VOLUME /data
EXPOSE 3030
HEALTHCHECK --interval=10s --start-period=30s CMD node -e "fetch('http://127.0.0.1:' + process.env.PORT + '/api/health').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"
CMD ["node", "server/index.ts"]
